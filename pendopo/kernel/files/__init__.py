"""Files: sniffed, cleaned, encrypted, served safely. The door is `pendopo.kernel.files.store`."""
