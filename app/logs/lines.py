"""One log record as one line of text."""

import datetime
import json
import logging
from collections.abc import Mapping
from typing import Any, Protocol

_LONGEST = 32_000
_CUT = " ... [cut]"

# What would begin a line of its own or command a terminal.
_CONTROLS = {
    number: f"\\x{number:02x}" for number in (*range(32), *range(127, 160), 0x2028, 0x2029)
} | {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): " "}


class Lines(Protocol):
    """A form of the log. One thread uses it."""

    @property
    def with_fields(self) -> bool:
        """Whether a line shows the record's `fields`."""
        ...

    def line(self, record: logging.LogRecord) -> str:
        """The record, line end included."""
        ...


class TextLines:
    """For people: local time, level, logger, request, message; a traceback follows it."""

    with_fields = False

    def __init__(self) -> None:
        self._second = _Second(None)

    def line(self, record: logging.LogRecord) -> str:
        """See `Lines`."""
        time = self._second.told(record.created)
        head = f"{time}{_millis(record)} {record.levelname} {record.name} {_request(record)}"
        traces = _tracebacks(record)
        if not traces:
            return f"{head} {_message(record)}\n"
        return "\n".join([f"{head} {_message(record)}", *traces]) + "\n"


class JsonLines:
    """For programs: one object a line, its time in UTC, with the facts of the request as fields."""

    with_fields = True

    def __init__(self) -> None:
        self._second = _Second(datetime.UTC)

    def line(self, record: logging.LogRecord) -> str:
        """See `Lines`."""
        said: dict[str, Any] = {
            "time": f"{self._second.told(record.created)}{_millis(record)}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "request_id": _request(record),
            "message": _message(record),
        }
        fields: Mapping[str, Any] = getattr(record, "fields", None) or {}
        said |= {name: value for name, value in fields.items() if name not in said}
        traces = _tracebacks(record)
        if traces:
            said["traceback"] = "\n".join(traces)
        return _encode(said) + "\n"


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


class _Second:
    """A second as text, which many lines have in common."""

    def __init__(self, zone: datetime.tzinfo | None) -> None:
        self._zone = zone
        self._last = -1
        self._text = ""

    def told(self, seconds: float) -> str:
        whole = int(seconds)
        if whole != self._last:
            moment = datetime.datetime.fromtimestamp(whole, self._zone)
            self._last, self._text = whole, moment.strftime("%Y-%m-%dT%H:%M:%S")
        return self._text


def _millis(record: logging.LogRecord) -> str:
    return f".{int(record.created * 1000) % 1000:03d}"


def _request(record: logging.LogRecord) -> str:
    return str(getattr(record, "request_id", "-"))


def _message(record: logging.LogRecord) -> str:
    message = record.getMessage()
    if not message.isprintable():
        message = message.translate(_CONTROLS)
    return message if len(message) <= _LONGEST else message[:_LONGEST] + _CUT


def _tracebacks(record: logging.LogRecord) -> list[str]:
    found = [text for text in (record.exc_text, record.stack_info) if text]
    # The innermost calls, which tell most, stand last.
    return [text if len(text) <= _LONGEST else _CUT + text[-_LONGEST:] for text in found]
