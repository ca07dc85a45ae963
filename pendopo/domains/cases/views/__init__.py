"""Pages of cases: the catalogue, filing, one's own matters, the officers' work."""
