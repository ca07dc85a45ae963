"""Personal data: classes, key ring, encrypted fields."""
