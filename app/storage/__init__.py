"""What is kept of the past: usage rows and their sums, people, budgets, transcripts.

SQLAlchemy Core on SQLite (one user) or PostgreSQL (a team): the same tables, queries and migrations
on both. Everything here is synchronous and runs on threads that the callers provide; only the
ledger has a thread of its own. A function that reads or writes takes a `Connection` and leaves the
transaction to its caller. Nothing of asyncio, HTTP or Qt enters, and nothing here may delay or fail
an answer: `records` and `failure` import no SQLAlchemy, so that the server starts without it.
"""
