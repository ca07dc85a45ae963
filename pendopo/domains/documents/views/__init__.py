"""Pages of letters: verify (public), tray, letter, register."""
