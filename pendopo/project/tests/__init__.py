"""Tests of the project: settings, launcher."""
