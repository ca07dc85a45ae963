"""Pages of people: sign-in, one's own account, persons for officers, the organisation."""
