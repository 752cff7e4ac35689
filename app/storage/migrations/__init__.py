"""The database's history: one module a revision, each in Alembic's operations, never edited again.

A revision is a module `r<number>_<what>` with `upgrade(op)`, named in `history`. They are ordinary
imports and not files that Alembic looks for, so that they are there in a frozen program too. There
are no downgrades: an older Dragoman refuses a newer database and leaves it alone. Only operations
that SQLite and PostgreSQL both do inside a transaction may enter.
"""
