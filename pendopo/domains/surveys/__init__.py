"""Satisfaction surveys: nine elements, one answer per case."""
