"""The file in which the digests of client keys are kept; no token is ever in it."""

import contextlib
import json
import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.platform import atomic
from app.platform.file_lock import file_lock
from app.secrets import admin_key
from app.secrets.client_keys import ClientKey, digest
from app.secrets.secret import Secret

_VERSION = 1
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class ClientKeyFileError(Exception):
    """The file or a change to it cannot be taken; the message says why and what to do."""


class ClientKeyFile:
    """Client keys in a JSON file, safe to change beside a running server."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None

    def load(self) -> tuple[ClientKey, ...]:
        """The keys, in the order in which they were made; none where there is no file.

        Raises `ClientKeyFileError` where the file cannot be read: without it nobody can be told
        apart, so that it is never taken as empty.
        """
        self._seen = self._mark()
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise ClientKeyFileError(f"{self._path} cannot be read: {error.strerror}.") from None
        try:
            document = json.loads(content)
            if document["version"] != _VERSION:
                raise ClientKeyFileError(
                    f"{self._path} was written by another version of Dragoman "
                    f"(format {document['version']}; this one reads {_VERSION}). Update Dragoman."
                )
            return tuple(_key(entry) for entry in document["keys"])
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ClientKeyFileError(
                f"{self._path} is damaged. Restore it, or delete it and make new client keys "
                "with 'dragoman key new'."
            ) from None

    def clients(self) -> tuple[ClientKey, ...]:
        """The keys of clients: all but the administration's, which opens nothing else.

        Raises `ClientKeyFileError` as `load` does.
        """
        return tuple(key for key in self.load() if key.name != admin_key.NAME)

    def changed_on_disk(self) -> bool:
        """Whether the file is another one than `load` saw; one `stat` call."""
        return self._mark() != self._seen

    def add(self, name: str, token: Secret, profile: str, *, now: datetime | None = None) -> None:
        """Keep the digest of `token` under `name`.

        Raises `ClientKeyFileError` where the name is taken or is no name.
        """
        if not _NAME.fullmatch(name):
            raise ClientKeyFileError(
                "A client key's name is 1 to 64 letters, digits, '.', '_', '@' or '-'."
            )
        created = (now or datetime.now(UTC)).isoformat(timespec="seconds")
        key = ClientKey(name, digest(token), profile, created)

        def change(keys: tuple[ClientKey, ...]) -> tuple[ClientKey, ...]:
            if any(other.name == name for other in keys):
                raise ClientKeyFileError(
                    f"There is a client key named {name} already. Choose another name, or revoke "
                    f"it first with 'dragoman key revoke {name}'."
                )
            return (*keys, key)

        self._change(change)

    def revoke(self, name: str) -> bool:
        """Forget the key of this name; False where there is none."""
        if all(key.name != name for key in self.load()):
            return False
        self._change(lambda keys: tuple(key for key in keys if key.name != name))
        return True

    def keep_only(self, names: Collection[str]) -> None:
        """Forget all other keys; the file as it was is kept beside it as `.bak`."""
        with contextlib.suppress(OSError):
            atomic.write(self._path.with_name(f"{self._path.name}.bak"), self._path.read_bytes())
        self._change(lambda keys: tuple(key for key in keys if key.name in names))

    def _change(self, step: Callable[[tuple[ClientKey, ...]], tuple[ClientKey, ...]]) -> None:
        with file_lock(self._path.with_name(f".{self._path.name}.lock")):
            keys = step(self.load())
            document = {"version": _VERSION, "keys": [_entry(key) for key in keys]}
            atomic.write(self._path, json.dumps(document, indent=2).encode() + b"\n")
            self._seen = self._mark()

    def _mark(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino


def _key(entry: dict[str, Any]) -> ClientKey:
    if not _DIGEST.fullmatch(entry["sha256"]) or not _NAME.fullmatch(entry["name"]):
        raise ValueError
    return ClientKey(
        str(entry["name"]),
        str(entry["sha256"]),
        str(entry.get("profile", "default")),
        str(entry.get("created", "")),
    )


def _entry(key: ClientKey) -> dict[str, str]:
    return {
        "name": key.name,
        "sha256": key.digest,
        "profile": key.profile,
        "created": key.created,
    }
