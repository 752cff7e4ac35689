"""What the journal remembers of one client, and its form on disk."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from app.connect.inverse import KeyRecord
from app.connect.plan import ABSENT, Notation, Value

Phase = Literal["connecting", "connected", "disconnecting"]
_VERSION = 1


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file. Its contents are named by their digests, "" for no file.

    `original` is what it held before us, None where that is out of date because others wrote it
    since. `before` and `after` are around the operation under way or the last one. `folders` are
    those that we made for it. `leaving`: the plan under way does not want it any more.
    """

    path: Path
    target: Path
    notation: Notation
    whole: bool
    existed: bool
    original: str | None
    before: str
    after: str
    folders: tuple[Path, ...] = ()
    keys: tuple[KeyRecord, ...] = ()
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class ClientRecord:
    """One connected client. `previous` is what a connect under way began with."""

    client: str
    phase: Phase
    since_ms: int
    files: tuple[FileRecord, ...] = ()
    previous: "ClientRecord | None" = field(default=None, repr=False)

    def file(self, path: Path) -> FileRecord | None:
        """The record of the file at `path`."""
        return next((file for file in self.files if file.path == path), None)

    def connected(self) -> "ClientRecord":
        """The record once what is under way is done."""
        files = tuple(file for file in self.files if not file.leaving)
        return replace(self, phase="connected", previous=None, files=files)

    def contents(self) -> set[str]:
        """The digests of every content that an undo may need."""
        needed = {name for file in self.files for name in (file.original, file.before) if name}
        return needed if self.previous is None else needed | self.previous.contents()


def encoded(record: ClientRecord) -> bytes:
    """The record as bytes that tell whether they are whole."""
    body = json.dumps(_client(record), ensure_ascii=False, indent=1)
    return f"{sha256(body.encode()).hexdigest()} {_VERSION}\n{body}\n".encode()


def decoded(content: bytes) -> ClientRecord:
    """The record in `content`. Raises `ValueError` where that is torn or not ours."""
    head, _, body = content.decode().partition("\n")
    body = body.removesuffix("\n")
    if head != f"{sha256(body.encode()).hexdigest()} {_VERSION}":
        raise ValueError("the record is torn, or of another version")
    try:
        return _client_of(json.loads(body))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the record lacks something: {type(error).__name__}") from None


def _client(record: ClientRecord) -> dict[str, Any]:
    return {
        "client": record.client,
        "phase": record.phase,
        "since_ms": record.since_ms,
        "files": [_file(file) for file in record.files],
        "previous": None if record.previous is None else _client(record.previous),
    }


def _file(record: FileRecord) -> dict[str, Any]:
    plain = {name.name: getattr(record, name.name) for name in fields(record)}
    return plain | {
        "path": str(record.path),
        "target": str(record.target),
        "folders": [str(folder) for folder in record.folders],
        "keys": [_key(key) for key in record.keys],
    }


def _key(record: KeyRecord) -> dict[str, Any]:
    plain = {name.name: getattr(record, name.name) for name in fields(record)}
    return plain | {
        "path": list(record.path),
        "ours": _value(record.ours),
        "former": _value(record.former),
    }


def _value(value: Value) -> list[Any]:
    """A list of one value, and of none for ABSENT."""
    return [] if value is ABSENT else [value]


def _client_of(plain: Mapping[str, Any]) -> ClientRecord:
    previous = plain["previous"]
    return ClientRecord(
        client=plain["client"],
        phase=plain["phase"],
        since_ms=plain["since_ms"],
        files=tuple(_file_of(file) for file in plain["files"]),
        previous=None if previous is None else _client_of(previous),
    )


def _file_of(plain: Mapping[str, Any]) -> FileRecord:
    return replace(
        FileRecord(**plain),
        path=Path(plain["path"]),
        target=Path(plain["target"]),
        folders=tuple(Path(folder) for folder in plain["folders"]),
        keys=tuple(_key_of(key) for key in plain["keys"]),
    )


def _key_of(plain: Mapping[str, Any]) -> KeyRecord:
    return replace(
        KeyRecord(**plain),
        path=tuple(plain["path"]),
        ours=_value_of(plain["ours"]),
        former=_value_of(plain["former"]),
    )


def _value_of(plain: list[Any]) -> Value:
    return plain[0] if plain else ABSENT
