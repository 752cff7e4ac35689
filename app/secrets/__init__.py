"""Keys: where they are kept, how they are told apart, and how they are kept out of what we print.

Settings hold references only; `vault` turns one into a `Secret` when it is used. `client_keys`
knows the keys that we hand out by their digests, and `redact` cleans every line that is logged.
Nothing here writes a secret to a file in the clear, and none is ever in a message or a repr.
"""
