"""TOML: tables with headers, dotted keys and inline tables, edited where they stand."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.connect.failure import ConnectError
from app.connect.formats.document import Document, Splice
from app.connect.formats.lines import added, line_start, taken
from app.connect.formats.toml_scan import Entry, Section, scan
from app.connect.plan import ABSENT, KeyPath, Value

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LINE = re.compile(r"\(at line (\d+)")


class Toml(Document):
    """A TOML document. A table that stands for nothing but its last key goes with it."""

    title = "a table"
    implicit_parents = True
    _sections: list[Section]

    def _read(self) -> Mapping[str, Any]:
        try:
            plain = tomllib.loads(self.text)
            self._sections = scan(self.text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            found = _LINE.search(str(error))
            line = int(found[1]) if found else self._line(len(self.text))
            raise self._unreadable(line, "it is not TOML") from None
        return plain

    def _entry(self, path: KeyPath) -> Entry | None:
        for section in self._sections:
            if section.path is None:
                continue
            entries = section.entries
            while entries:
                entry = next((one for one in entries if path[: len(one.path)] == one.path), None)
                if entry is None or entry.path == path:
                    break
                entries = entry.members or []
            else:
                continue
            if entry is not None:
                return entry
        return None

    def span(self, path: KeyPath) -> tuple[int, int] | None:
        """Where the value of `path` stands; a table with a header has no such place."""
        entry = self._entry(path)
        return None if entry is None else (entry.value_start, entry.value_end)

    def bare(self, path: KeyPath) -> bool:
        """Whether the empty table at `path` holds no comment either."""
        for section in self._sections:
            if section.path == path:
                return not section.entries and not self.text[section.body : section.end].strip()
        return self._entry(path) is not None

    def _replace(self, span: tuple[int, int], value: Value) -> Iterator[Splice]:
        yield Splice(*span, self._spelled(value))

    def _insert(self, path: KeyPath, value: Value, source: str | None) -> Iterator[Splice]:
        spelled = self._spelled(value) if source is None else source
        for depth in range(len(path) - 1, 0, -1):
            entry = self._entry(path[:depth])
            if entry is not None and entry.members is not None:
                yield self._in_inline_table(entry, _dotted(path[depth:]), spelled)
                return
        for section in self._sections:
            if section.path == path[:-1]:
                yield self._in_section(
                    section, section.entries, f"{_dotted(path[-1:])} = {spelled}"
                )
        for section in self._sections:
            if section.path is None or path[: len(section.path)] != section.path:
                continue
            beside = [one for one in section.entries if one.path[:-1] == path[:-1]]
            if beside:
                key = _dotted(path[len(section.path) :])
                yield self._in_section(section, beside, f"{key} = {spelled}")
        if len(path) > 1:
            yield self._new_section(path[:-1], f"{_dotted(path[-1:])} = {spelled}")
            root = self._sections[0]
            yield self._in_section(root, root.entries, f"{_dotted(path)} = {spelled}")

    def _in_section(self, section: Section, entries: Sequence[Entry], line: str) -> Splice:
        text = self.text
        if entries:
            last = entries[-1]
            start = text[last.start : last.value_start]
            indent = start[: len(start) - len(start.lstrip(" \t"))]
            return added(text, last.end, indent + line, self.newline(last.end))
        if section is not self._sections[0]:
            return added(text, section.body, line, self.newline(section.body))
        at, newline = section.end, self.newline(section.end)
        if len(self._sections) == 1:
            return added(text, at, line, newline)
        while at > 0 and text[line_start(text, at - 1) : at].lstrip().startswith("#"):
            at = line_start(text, at - 1)
        return Splice(at, at, f"{line}{newline}{newline}")

    def _in_inline_table(self, entry: Entry, key: str, spelled: str) -> Splice:
        members = entry.members or []
        if not members:
            return Splice(entry.value_start, entry.value_end, f"{{ {key} = {spelled} }}")
        end = members[-1].value_end
        return Splice(end, end, f", {key} = {spelled}")

    def _new_section(self, path: KeyPath, line: str) -> Splice:
        text, end = self.text, len(self.text)
        newline = self.newline(end)
        block = f"[{_dotted(path)}]{newline}{line}"
        if not text.strip():
            return added(text, end, block, newline)
        if text[-1] not in "\r\n":
            return Splice(end, end, newline * 2 + block)
        lead = "" if not text.splitlines()[-1].strip() else newline
        return Splice(end, end, lead + block + newline)

    def _take(self, path: KeyPath) -> Iterator[Splice]:
        entry = self._entry(path)
        if entry is not None and not entry.inline:
            yield taken(self.text, entry.start, entry.end)
        elif entry is not None:
            yield from self._out_of_inline_table(entry)
        for section in self._sections:
            if section.path == path and not section.entries:
                start = len(self.text[: section.start].rstrip(" \t\r\n"))
                if section.body == len(self.text) and start:
                    yield Splice(line_after(self.text, start), section.body, "")
                yield taken(self.text, section.start, section.body)

    def _out_of_inline_table(self, entry: Entry) -> Iterator[Splice]:
        text = self.text
        if entry.comma is not None:
            end = entry.comma + 1
            yield Splice(entry.start, end + len(text[end:]) - len(text[end:].lstrip(" \t")), "")
            return
        head = text[: entry.start].rstrip(" \t\r\n")
        if head.endswith(","):
            yield Splice(len(head) - 1, entry.value_end, "")
        else:
            tail = text[entry.value_end :]
            blank = len(tail) - len(tail.lstrip(" \t"))
            yield Splice(len(head), entry.value_end + blank, "")

    def _spelled(self, value: Value) -> str:
        import tomlkit  # here: it is slow to load, and only writing needs it

        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return tomlkit.string(value).as_string()
        if isinstance(value, int | float):
            return repr(value)
        if isinstance(value, Mapping):
            inner = ", ".join(f"{_dotted((k,))} = {self._spelled(v)}" for k, v in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        if value is None or value is ABSENT or not isinstance(value, Sequence):
            raise ConnectError(f"{self.path} cannot hold that value.")
        return f"[{', '.join(map(self._spelled, value))}]"


def line_after(text: str, at: int) -> int:
    """Where the line after the one that ends `at` begins."""
    if text.startswith("\r\n", at):
        return at + 2
    return min(at + 1, len(text))


def _dotted(path: KeyPath) -> str:
    import tomlkit

    return ".".join(
        part if _BARE_KEY.fullmatch(part) else tomlkit.string(part).as_string() for part in path
    )
