"""What imports cannot see: doors, foreign keys, sizes, templates, addresses, documents."""
