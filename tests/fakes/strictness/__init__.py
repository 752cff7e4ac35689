"""Providers as state machines: each remembers what it thought, and what it would answer 400 to.

They know nothing of HTTP: a request's body goes in, a whole answer or a refusal in the provider's
own words comes out. Their rules are those that the real ones were seen or documented to have, each
with its source beside it; whatever a real one lets pass, they let pass.
"""
