"""Tests over the packages that this repository ships."""
