"""Why a secret could not be had."""

from enum import StrEnum


class VaultErrorKind(StrEnum):
    """What is wrong, by who can do something about it."""

    ABSENT = "absent"  # the system has no keyring
    LOCKED = "locked"  # the user has to unlock it
    TIMEOUT = "timeout"  # it did not answer in time
    MISSING = "missing"  # there is no such secret
    REFUSED = "refused"  # it cannot be stored, read or used


class VaultError(Exception):
    """A secret could not be stored, read or deleted.

    `cause` is a sentence about what is wrong, `message` the same with the way out of it. Neither
    holds a secret.
    """

    def __init__(self, kind: VaultErrorKind, cause: str, way_out: str = "") -> None:
        self.kind = kind
        self.cause = cause
        self.message = f"{cause} {way_out}".rstrip()
        super().__init__(self.message)
