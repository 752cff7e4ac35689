"""The built-in provider: offline and deterministic, so that a newcomer sees the whole path.

It says what it is and what to do next, thinks when asked to, calls a tool when asked to and quotes
what the tool answered, and makes JSON after a schema. It knows nothing: it reads the request and
has a sentence for each thing in it. Pure; no clock, no network, no randomness.
"""

from app.providers.demo.answer import answer

__all__ = ["answer"]
