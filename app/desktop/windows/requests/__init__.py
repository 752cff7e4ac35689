"""The inspector: the live list of requests, and one of them from its beginning to its end."""
