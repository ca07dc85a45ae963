"""Personal data: classes, masks, key rings, encrypted fields, and the log of looks."""
