"""Persons, businesses, agencies, posts, roles and mandates."""
