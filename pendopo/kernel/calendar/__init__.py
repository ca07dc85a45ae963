"""Working days, clocks and deadlines that explain themselves."""
