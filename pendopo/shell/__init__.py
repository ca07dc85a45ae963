"""Look and feel: base page, components, styles, icons, error pages, offline outbox."""
