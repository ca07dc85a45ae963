"""Pages of evaluation: instruments, score, one indicator, the work between agencies."""
