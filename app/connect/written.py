"""What we wrote for a connected client, read back from the journal."""

import re
from dataclasses import dataclass, field

from app.connect.failure import ConnectError
from app.connect.files import look
from app.connect.journal import Journal
from app.connect.record import FileRecord

_ADDRESS = re.compile(r"https?://[^\s\"'\\,}]+")
_KEY = re.compile(r"drg-[A-Za-z0-9_-]{20,}")


@dataclass(frozen=True, slots=True)
class Written:
    """The address without /v1, and the key; "" where neither is to be found any more."""

    address: str = ""
    key: str = field(default="", repr=False)


def written(journal: Journal, record_id: str) -> Written | None:
    """What the record says, None where there is none. Raises `ConnectError`."""
    record = journal.record(record_id)
    if record is None:
        return None
    texts = [text for file in record.files for text in _texts(file)]
    return Written(_first(_ADDRESS, texts).removesuffix("/v1"), _first(_KEY, texts))


def _texts(file: FileRecord) -> list[str]:
    if not file.whole:
        return [key.ours for key in file.keys if isinstance(key.ours, str)]
    try:
        content = look(file.path).content or b""
    except ConnectError:
        return []
    return [content.decode("utf-8", "replace")]


def _first(pattern: re.Pattern[str], texts: list[str]) -> str:
    return next((match[0] for text in texts if (match := pattern.search(text))), "")
