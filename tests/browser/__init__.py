"""A phone-size browser walks the whole way; run by make test-browser."""
