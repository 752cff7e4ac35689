"""What went wrong with the database, from the drivers' own codes."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.storage.failure import DatabaseError, Fault

# SQLite's primary result codes, the low byte of the extended ones (sqlite.org/rescode.html).
_SQLITE = {
    3: Fault.DENIED,  # PERM
    5: Fault.LOCKED,  # BUSY
    6: Fault.LOCKED,  # LOCKED
    8: Fault.DENIED,  # READONLY
    10: Fault.UNREACHABLE,  # IOERR
    11: Fault.CORRUPT,  # CORRUPT
    13: Fault.FULL,  # FULL
    14: Fault.DENIED,  # CANTOPEN
    22: Fault.FULL,  # NOLFS: larger than this file system's files may be
    23: Fault.DENIED,  # AUTH
    26: Fault.CORRUPT,  # NOTADB
}
_SQLITE_EXTENDED = {
    10 | 32 << 8: Fault.CORRUPT,  # IOERR_DATA: a page's checksum is wrong
    10 | 33 << 8: Fault.CORRUPT,  # IOERR_CORRUPTFS
}
# PostgreSQL's SQLSTATEs, or their classes (its documentation, appendix A).
_SQLSTATE = {
    "3D000": Fault.UNREACHABLE,  # there is no such database
    "25006": Fault.DENIED,  # read-only: a standby, for one
    "40001": Fault.LOCKED,  # serialization failure
    "40P01": Fault.LOCKED,  # deadlock
    "42501": Fault.DENIED,  # insufficient privilege
    "53100": Fault.FULL,  # disk full
    "55P03": Fault.LOCKED,  # lock not available
    "57014": Fault.LOCKED,  # cancelled by statement_timeout
    "XX001": Fault.CORRUPT,
    "XX002": Fault.CORRUPT,
}
_SQLSTATE_CLASS = {
    "08": Fault.UNREACHABLE,  # connection
    "28": Fault.UNREACHABLE,  # authorization
    "53": Fault.UNREACHABLE,  # out of memory, too many connections
    "57": Fault.UNREACHABLE,  # shutting down, starting up
    "58": Fault.UNREACHABLE,  # the server's own disk or files
}
_NEXT = {
    Fault.LOCKED: "Another program holds it for too long; it is tried again.",
    Fault.FULL: "Make room on its disk.",
    Fault.CORRUPT: "It is damaged. Restart Dragoman: it keeps the file and begins a new one.",
    Fault.UNREACHABLE: "Check that it runs and that its address, user and password are right.",
    Fault.DENIED: "Check who may read and write it.",
    Fault.BROKEN: "This is a fault of Dragoman's; please report it.",
}
_NEXT_ON_A_SERVER = {Fault.CORRUPT: "It is damaged. Ask whoever keeps that server."}


def failed(error: Exception, place: str, *, server: bool = False) -> DatabaseError:
    """The `DatabaseError` for a driver's or SQLAlchemy's `error` at the database `place`.

    `place` is the file, or the server's host and database; `server` says which. The message has the
    first line of what the database said: its further lines may show a row's values.
    """
    fault = classify(error)
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    said = str(cause).strip().partition("\n")[0].rstrip(". ") or type(cause).__name__
    if isinstance(error, PoolTimeoutError):
        said = "all connections to it are in use"
    following = (_NEXT_ON_A_SERVER if server else {}).get(fault) or _NEXT[fault]
    return DatabaseError(fault, f"The database {place} failed: {said}. {following}")


def classify(error: BaseException) -> Fault:
    """Why a driver's or SQLAlchemy's `error` happened."""
    if isinstance(error, PoolTimeoutError):
        return Fault.LOCKED
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) or 0
        return _SQLITE_EXTENDED.get(code) or _SQLITE.get(code & 0xFF, Fault.BROKEN)
    if not hasattr(cause, "sqlstate"):
        return Fault.UNREACHABLE if isinstance(cause, OSError) else Fault.BROKEN
    state: str | None = cause.sqlstate
    if state is None:
        # psycopg gives no SQLSTATE where the server never spoke, or no longer does.
        unanswered = lost or type(cause).__name__ in ("OperationalError", "ConnectionTimeout")
        return Fault.UNREACHABLE if unanswered else Fault.BROKEN
    return _SQLSTATE.get(state) or _SQLSTATE_CLASS.get(state[:2], Fault.BROKEN)
