"""The first run: a provider, its test, a client that uses it."""
