"""The demo regency: offices are real kinds of offices, every person and every case is invented."""
