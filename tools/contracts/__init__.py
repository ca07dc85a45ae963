"""Import contracts of our own."""
