"""The few ideas that every domain shares."""
