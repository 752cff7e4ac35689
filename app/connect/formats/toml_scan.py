"""Where everything stands in a TOML text that was read without complaint."""

import re
import tomllib
from dataclasses import dataclass, field

from app.connect.formats.lines import line_end, line_start
from app.connect.plan import KeyPath

_TRIVIA = re.compile(r"(?:[ \t\r\n]+|#[^\r\n]*)*")
_KEY = re.compile(r"""[ \t]*("(?:\\.|[^"\\])*"|'[^']*'|[\w-]+)[ \t]*""")
_EQUALS = re.compile(r"=[ \t]*")
_SCALAR = re.compile(
    r"""\"\"\"(?:\\.|[^\\])*?\"\"\"\"{0,2}|'''.*?''''{0,2}|"(?:\\.|[^"\\])*"|'[^']*'
    |\d{4}-\d\d-\d\d[ ]\d\d:\d\d[^\s,\]}\#]*|[^\s,\[\]{}\#]+""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(slots=True)
class Entry:
    """A key and its value. `path` is the whole one; `members` are those of an inline table.

    `start` and `end` are those of its lines, or of key and value inside of an inline table.
    """

    path: KeyPath
    start: int
    value_start: int
    value_end: int = 0
    end: int = 0
    inline: bool = False
    members: list["Entry"] | None = None
    comma: int | None = None


@dataclass(slots=True)
class Section:
    """A table with a header, from its line on; the first one has no header and begins at 0.

    `path` is None where it is inside of a list of tables.
    """

    path: KeyPath | None
    start: int
    body: int
    end: int = 0
    entries: list[Entry] = field(default_factory=list)


def scan(text: str) -> list[Section]:
    """The sections of `text` in order."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lists: set[KeyPath] = set()

    def run(self) -> list[Section]:
        text = self._text
        sections = [Section((), 0, 0)]
        at = self._skip(0)
        while at < len(text):
            start = line_start(text, at)
            if text[at] == "[":
                sections[-1].end = start
                sections.append(self._header(start, at))
                at = sections[-1].body
            else:
                entry = self._entry(sections[-1].path or (), at)
                entry.start, entry.end = start, line_end(text, entry.value_end)
                sections[-1].entries.append(entry)
                at = entry.end
            at = self._skip(at)
        sections[-1].end = len(text)
        return sections

    def _header(self, start: int, at: int) -> Section:
        many = self._text.startswith("[[", at)
        path, at = self._key(at + (2 if many else 1))
        if many:
            self._lists.add(path)
        inside = any(path[:depth] in self._lists for depth in range(1, len(path) + 1))
        return Section(None if inside else path, start, line_end(self._text, at))

    def _entry(self, table: KeyPath, at: int) -> Entry:
        start = at
        path, at = self._key(at)
        equals = _EQUALS.match(self._text, at)
        at = at if equals is None else equals.end()
        entry = Entry(table + path, start, at)
        entry.value_end = entry.end = self._value(entry, at)
        return entry

    def _key(self, at: int) -> tuple[KeyPath, int]:
        parts: list[str] = []
        while (match := _KEY.match(self._text, at)) is not None:
            part = match[1]
            parts.append(tomllib.loads(f"k = {part}")["k"] if part[0] in "\"'" else part)
            at = match.end()
            if not self._text.startswith(".", at):
                break
            at += 1
        return tuple(parts), at

    def _value(self, entry: Entry | None, at: int) -> int:
        """The end of the value at `at`; the members of an inline table go into `entry`."""
        opening = self._text[at : at + 1]
        if opening == "[":
            at = self._skip(at + 1)
            while at < len(self._text) and self._text[at] != "]":
                at = self._skip(self._value(None, at))
                if self._text.startswith(",", at):
                    at = self._skip(at + 1)
            return at + 1
        if opening == "{":
            return self._inline_table(entry, at)
        match = _SCALAR.match(self._text, at)
        return len(self._text) if match is None else match.end()

    def _inline_table(self, entry: Entry | None, at: int) -> int:
        members: list[Entry] = []
        at = self._skip(at + 1)
        while at < len(self._text) and self._text[at] != "}":
            member = self._entry(() if entry is None else entry.path, at)
            member.inline = True
            members.append(member)
            at = self._skip(member.value_end)
            if self._text.startswith(",", at):
                member.comma = at
                at = self._skip(at + 1)
        if entry is not None:
            entry.members = members
        return at + 1

    def _skip(self, at: int) -> int:
        match = _TRIVIA.match(self._text, at)
        return at if match is None else match.end()
