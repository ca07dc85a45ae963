"""The head's first page: what comes in, goes out, is late."""
