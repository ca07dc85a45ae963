"""Notices: in the app, by e-mail, through gateways."""
