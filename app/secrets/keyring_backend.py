"""The operating system's own keyring, and no other.

Backends are constructed by class from this list: what `PYTHON_KEYRING_BACKEND`, `keyringrc.cfg` or
an installed package such as keyrings.alt would put in their place is never asked, so that no key
ends in a plain file without the user's knowledge.
"""

import sys
from importlib import import_module
from typing import Protocol, cast

from app.secrets.failure import VaultError, VaultErrorKind

WAY_OUT = (
    "A provider's key can also be kept in a variable or a file: 'dragoman provider add' takes "
    "--key-env NAME and --key-file PATH."
)
# CRED_MAX_CREDENTIAL_BLOB_SIZE, in UTF-16: beyond it CredWrite fails with error 1783
# (jaraco/keyring issue 355).
_WINDOWS_CHARACTERS = 1280


class Backend(Protocol):
    """What we use of a keyring; every call may block."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """The stored value, None where there is none."""

    def set_password(self, service: str, username: str, password: str, /) -> None:
        """Store a value in place of any that there is."""

    def delete_password(self, service: str, username: str, /) -> None:
        """Delete a value; raises where there is none."""


def open_backend() -> Backend:
    """The first allowed keyring that works here. It may block: never call it on the event loop.

    Raises `VaultError` of kind ABSENT where there is none.
    """
    for module_name, class_name in _allowed():
        try:
            backend = getattr(import_module(f"keyring.backends.{module_name}"), class_name)
            if backend.viable:
                return cast("Backend", backend())
        except Exception:  # noqa: S112 - a backend may fail in any way; the next is tried
            continue
    raise VaultError(VaultErrorKind.ABSENT, _absent(), WAY_OUT)


def check_length(value: str, platform: str = sys.platform) -> None:
    """Raise `VaultError` where the system's keyring cannot hold a value that long."""
    if platform == "win32" and len(value.encode("utf-16-le")) // 2 > _WINDOWS_CHARACTERS:
        raise VaultError(
            VaultErrorKind.REFUSED,
            f"Windows keeps secrets of at most {_WINDOWS_CHARACTERS} characters, and this one has "
            f"{len(value)}.",
            WAY_OUT,
        )


def _allowed() -> tuple[tuple[str, str], ...]:
    if sys.platform == "darwin":
        return (("macOS", "Keyring"),)
    if sys.platform == "win32":
        return (("Windows", "WinVaultKeyring"),)
    return (("SecretService", "Keyring"), ("kwallet", "DBusKeyring"))


def _absent() -> str:
    if sys.platform in ("darwin", "win32"):
        return "The system's keyring is not available to this session."
    return (
        "There is no keyring here: no Secret Service (gnome-keyring, KWallet, KeePassXC) answers "
        "on the session's D-Bus. Install and unlock one, for example gnome-keyring."
    )
