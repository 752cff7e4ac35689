"""References that lead outside the keyring: environment variables and files."""

import functools
import logging
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from app.secrets.failure import VaultError, VaultErrorKind
from app.secrets.secret import Secret, SecretValueError

log = logging.getLogger(__name__)

_LARGEST_FILE = 64 * 1024
# Docker and Kubernetes mount secrets here, readable to all inside the container.
_CONTAINER_FOLDERS = (Path("/run/secrets"), Path("/var/run/secrets"))


def read_variable(name: str, environ: Mapping[str, str]) -> Secret:
    """The secret in the environment variable `name`, as it is now.

    Raises `VaultError` where it is not set or cannot be a key.
    """
    text = environ.get(name)
    if text is None:
        raise VaultError(
            VaultErrorKind.MISSING,
            f"The environment variable {name} is not set. Set it and start Dragoman again.",
        )
    return _checked(text, f"The environment variable {name}")


def read_file(location: str) -> Secret:
    """The secret in a file, read each time it is used; the line break at its end does not count.

    Raises `VaultError` where it cannot be read or cannot be a key.
    """
    path = Path(location).expanduser()
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise VaultError(
                VaultErrorKind.REFUSED,
                f"The key file {path} is not an ordinary file. Give the path of one.",
            )
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except FileNotFoundError:
        raise VaultError(
            VaultErrorKind.MISSING, f"The key file {path} does not exist. Create it with the key."
        ) from None
    except OSError as error:
        raise VaultError(
            VaultErrorKind.REFUSED,
            f"The key file {path} cannot be read: {error.strerror}.",
        ) from None
    if os.name == "posix" and status.st_mode & stat.S_IROTH and not _mounted(path):
        _warn_of_readers(path)
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise VaultError(
            VaultErrorKind.REFUSED, f"The key file {path} is not text. Give a file with the key."
        ) from None
    return _checked(text, f"The key file {path}")


@functools.cache
def _warn_of_readers(path: Path) -> None:
    log.warning("every user of this machine can read the key file %s; chmod 600 it", path)


def _mounted(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in _CONTAINER_FOLDERS)


def _checked(text: str, where: str) -> Secret:
    try:
        return Secret.entered(text)
    except SecretValueError as error:
        raise VaultError(
            VaultErrorKind.REFUSED, f"{where} does not hold a usable key. {error}"
        ) from None
