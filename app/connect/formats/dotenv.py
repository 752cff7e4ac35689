"""`NAME=value` lines, as shells and dotenv libraries read them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.connect.failure import ConnectError
from app.connect.formats.document import Document, Splice
from app.connect.formats.lines import added, line_end, taken
from app.connect.plan import KeyPath, Value

_NAME = re.compile(
    r"[ \t]*(?P<export>export[ \t]+)?(?P<name>[A-Za-z_][\w.-]*)[ \t]*(?P<sign>=)[ \t]*"
)
_QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL),
    "'": re.compile(r"'[^']*'"),
    "`": re.compile(r"`[^`]*`"),
}
_BARE = re.compile(r"(?:[^\s#]|[ \t]+(?![ \t#\r\n]|\Z)|(?<![ \t=])#)*")
_NEEDS_NO_QUOTES = re.compile(r"[\w./:@%+,=-]*")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(slots=True)
class _Line:
    name: str
    export: bool
    start: int
    value_start: int
    value_end: int
    end: int


class Dotenv(Document):
    """A dotenv document. Of lines that are no assignment nothing is known and nothing changed."""

    title = "a set of variables"
    _lines: list[_Line]

    def _read(self) -> Mapping[str, Any]:
        self._lines = []
        at = 0
        while at < len(self.text):
            match = _NAME.match(self.text, at)
            if match is None:
                at = line_end(self.text, at)
                continue
            start = match.end()
            end = self._value_end(start)
            if end == start:  # no value: it would stand next to the sign
                start = end = match.end("sign")
            line = _Line(
                match["name"], bool(match["export"]), at, start, end, line_end(self.text, end)
            )
            self._lines.append(line)
            at = line.end
        return {line.name: self._meant(line) for line in self._lines}

    def _value_end(self, at: int) -> int:
        quoted = _QUOTED.get(self.text[at : at + 1])
        if quoted is None:
            bare = _BARE.match(self.text, at)
            return at if bare is None else bare.end()
        match = quoted.match(self.text, at)
        if match is None:
            raise self._unreadable(self._line(at), "a quoted text does not end")
        return match.end()

    def _meant(self, line: _Line) -> str:
        text = self.text[line.value_start : line.value_end]
        if text[:1] == '"':
            return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text[1:-1])
        return text[1:-1] if text[:1] in {"'", "`"} else text

    def _of(self, path: KeyPath) -> _Line | None:
        found = [line for line in self._lines if (line.name,) == path]
        if len(found) > 1:
            second = self._line(found[1].start)
            raise ConnectError(
                f"{path[0]} is there twice in {self.path} (again in line {second}). Take one of "
                "them out and try again; the file was not touched."
            )
        return found[0] if found else None

    def span(self, path: KeyPath) -> tuple[int, int] | None:
        """Where the value of `path` stands. Raises `ConnectError` where it stands twice."""
        line = self._of(path)
        return None if line is None else (line.value_start, line.value_end)

    def _replace(self, span: tuple[int, int], value: Value) -> Iterator[Splice]:
        yield Splice(*span, self._spelled(value))

    def _insert(self, path: KeyPath, value: Value, source: str | None) -> Iterator[Splice]:
        export = "export " if self._lines and self._lines[-1].export else ""
        spelled = self._spelled(value) if source is None else source
        end = len(self.text)
        yield added(self.text, end, f"{export}{path[0]}={spelled}", self.newline(end))

    def _take(self, path: KeyPath) -> Iterator[Splice]:
        if (line := self._of(path)) is not None:
            yield taken(self.text, line.start, line.end)

    def _spelled(self, value: Value) -> str:
        if not isinstance(value, str):
            raise ConnectError(f"{self.path} can hold texts only.")
        if not value:
            return '""'
        if _NEEDS_NO_QUOTES.fullmatch(value):
            return value
        if not set(value) & set("'\r\n"):
            return f"'{value}'"
        for plain, escaped in (
            ("\\", "\\\\"), ('"', '\\"'), ("$", "\\$"), ("\n", "\\n"), ("\r", "\\r"),
        ):  # fmt: skip
            value = value.replace(plain, escaped)
        return f'"{value}"'
