"""The usage window: what was used and what it cost, from tiles down to each request."""
