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
    """A secret could not be stored, read or deleted; the message says what to do, and no secret."""

    def __init__(self, kind: VaultErrorKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
