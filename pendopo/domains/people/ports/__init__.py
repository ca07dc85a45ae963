"""Doors to systems outside the house, each with a sandbox twin that can fail like the real one."""
