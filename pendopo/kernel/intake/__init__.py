"""Intake: one protocol for what is sent once, even from a blank spot."""
