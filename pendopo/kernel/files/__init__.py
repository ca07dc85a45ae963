"""Files: sniffed, encrypted, served safely."""
