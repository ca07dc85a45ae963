"""The only place that knows every domain: settings, addresses, API, command line."""
