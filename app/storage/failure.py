"""What can go wrong with stored things, by who can do something about it."""

from enum import StrEnum


class Fault(StrEnum):
    """Why the database does not do what it was asked for."""

    LOCKED = "locked"  # another program holds it longer than we wait
    FULL = "full"  # no space left
    CORRUPT = "corrupt"  # not a database, or a damaged one
    NEWER = "newer"  # written by a newer Dragoman
    UNREACHABLE = "unreachable"  # the server does not answer, or refuses us
    DENIED = "denied"  # no permission, read-only
    BROKEN = "broken"  # anything else: a fault of ours


class DatabaseError(Exception):
    """The database failed; the message is a sentence for a person and names no password."""

    def __init__(self, fault: Fault, message: str) -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message


class UnknownError(LookupError):
    """There is no such user, key, budget or conversation; the message says which."""


class InvalidError(ValueError):
    """A value that cannot be stored: `field` names it, the message is a sentence."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class ConflictError(InvalidError):
    """A value that is taken already."""
