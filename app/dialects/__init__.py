"""Wire formats, one folder each, as state machines without I/O.

A dialect turns a client's request into a `Conversation` and a conversation into a provider's
request; a provider's bytes into events and events into a client's bytes. No dialect knows another,
none waits, logs, reads a clock or draws a random number: ids and times come in from outside.
"""
