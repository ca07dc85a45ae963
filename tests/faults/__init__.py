"""Long campaigns: kills, contention, a million entries; run by make faults."""
