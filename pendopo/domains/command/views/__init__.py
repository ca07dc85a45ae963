"""Pages of the command centre: for officers, for a wall, for everybody."""
