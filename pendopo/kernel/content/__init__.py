"""Content packages: versioned, validated, immutable once loaded."""
