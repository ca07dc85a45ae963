"""The JSON edge against its own description."""
