"""Commands that know every domain."""
