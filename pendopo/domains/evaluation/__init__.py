"""Instruments that score a government, and the assessments made with them."""
