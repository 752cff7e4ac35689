"""The program's own log: lines for people or programs, on standard error and in rotating files.

Whoever logs only queues a cleaned record; formatting and writing happen on a thread of this room,
and no full disk or stalled terminal holds a request up. Nothing of a request enters but its id and
its facts: no header, no body, no word of a conversation.
"""
