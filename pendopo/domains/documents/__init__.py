"""Letters: templates, numbers, PDF, signatures, verification."""
