"""Keyrings for tests: one that works, and those that people really have."""

import threading


class MemoryKeyring:
    """Works."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The stored value."""
        return self.values.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a value."""
        self.values[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        """Delete a value."""
        del self.values[service, username]

    @property
    def names(self) -> list[str]:
        """What is stored, without its values."""
        return sorted(name for _, name in self.values)


class HangingKeyring(MemoryKeyring):
    """Waits for its user, who may come: then `unlock` was called."""

    def __init__(self) -> None:
        super().__init__()
        self._unlocked = threading.Event()

    def unlock(self) -> None:
        """The user has typed the password."""
        self._unlocked.set()

    def get_password(self, service: str, username: str) -> str | None:
        """The stored value, when it is unlocked."""
        self._unlocked.wait()
        return super().get_password(service, username)


class KeyringLocked(Exception):  # noqa: N818 - named as keyring's own
    """The user has dismissed the prompt."""


class NoKeyringError(Exception):
    """There is none: named as keyring's own."""


class BrokenKeyring(MemoryKeyring):
    """Answers everything with `error`, until that is None."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        """The error."""
        self._fail()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        """The error."""
        self._fail()
        super().set_password(service, username, password)

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error
