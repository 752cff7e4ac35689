"""The language that both halves of a translation speak.

A request is a `Conversation` of ordered turns and parts; an answer is a stream of `Event`s, and a
whole answer is the fold of its stream. Nothing here knows a vendor's wire format, does I/O, reads a
clock or draws a random number: only the standard library may enter, and of that nothing with an
effect.
"""
