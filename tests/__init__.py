"""Tests of what crosses domains; a domain tests itself in its own folder."""
