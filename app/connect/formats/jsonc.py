"""JSON with comments and trailing commas, as editors and clients write it."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from app.connect.failure import ConnectError
from app.connect.formats.document import Document, Splice
from app.connect.formats.jsonc_scan import Member, Node, ScanError, scan
from app.connect.plan import KeyPath, Value

_BLANK = " \t\r\n"
_TRIVIA = re.compile(r"[ \t\r\n]+|//[^\r\n]*|/\*.*?\*/", re.DOTALL)
_COMMENTS_TO_THE_LINES_END = re.compile(r"[ \t]*(?://[^\r\n]*|/\*)")


class Jsonc(Document):
    """A JSONC document. A file without anything in it counts as an object without keys."""

    title = "an object"
    _root: Node | None

    def _read(self) -> Mapping[str, Any]:
        try:
            self._root = scan(self.text)
        except ScanError as error:
            raise self._unreadable(self._line(error.at), error.why) from None
        if self._root is None:
            return {}
        plain = self._root.plain()
        if not isinstance(plain, dict):
            raise ConnectError(
                f"{self.path} holds {_kind(plain)} where settings are an object. Correct the file "
                "and try again; it was not touched."
            )
        return plain

    def _member(self, path: KeyPath) -> tuple[Node, int] | None:
        at, found = self._root, None
        for key in path:
            index = -1 if at is None else at.index(key)
            if at is None or index < 0:
                return None
            found = at, index
            at = at.members[index].value
        return found

    def span(self, path: KeyPath) -> tuple[int, int] | None:
        """Where the value of `path` stands."""
        if (found := self._member(path)) is None:
            return None
        value = found[0].members[found[1]].value
        return value.start, value.end

    @cached_property
    def leniencies(self) -> int:
        """How many trailing commas there are: strict readers refuse a new one."""
        return 0 if self._root is None else self._root.trailing_commas()

    def bare(self, path: KeyPath) -> bool:
        """Whether the empty object at `path` holds no comment either."""
        return (self.source(path) or "").strip("{}" + _BLANK) == ""

    def _replace(self, span: tuple[int, int], value: Value) -> Iterator[Splice]:
        inline = self._root is not None and _on_one_line(self.text, self._root)
        yield Splice(*span, self._spelled(value, self._indent_at(span[0]), span[0], inline))

    def _insert(self, path: KeyPath, value: Value, source: str | None) -> Iterator[Splice]:
        depth, at = 0, self._root
        while at is not None and depth < len(path) - 1:
            index = at.index(path[depth])
            if index < 0:
                break
            at = at.members[index].value
            depth += 1
        if at is None:
            yield self._whole_file(path, value)
            return
        yield self._at_end(at, path[depth:], value, source)

    def _whole_file(self, path: KeyPath, value: Value) -> Splice:
        """An object for a file that has none, after any comment in it."""
        newline = self.newline(0)
        end = len(self.text)
        lead = newline if self.text.strip(_BLANK) and self.text[-1] not in "\r\n" else ""
        text = self._spelled(_nested(path, value), "", 0, inline=False)
        return Splice(end, end, f"{lead}{text}{newline}")

    def _at_end(self, parent: Node, path: KeyPath, value: Value, source: str | None) -> Splice:
        text, inner = self.text, parent.end - 1
        last = parent.members[-1] if parent.members else None
        begin = parent.start + 1 if last is None else last.value.end
        point, after_line_comment = self._last_token(begin, inner)
        newline = self.newline(inner)
        if last is None:
            inline = self._in_line_of_others(parent)
            indent = "" if inline else self._indent_at(parent.start) + self._unit()
        else:
            inline = _on_one_line(text, parent) and not after_line_comment
            indent = self._indent_at(parent.members[0].key_start)
            if not inline and _on_one_line(text, parent):
                indent = self._indent_at(parent.start) + self._unit()
        colon = self._colon(parent)
        spelled = (
            self._spelled(_nested(path[1:], value), indent, inner, inline)
            if source is None or len(path) > 1
            else source
        )
        member = f"{json.dumps(path[0], ensure_ascii=False)}{colon}{spelled}"
        if last is None:
            if point == begin and not any(mark in text[begin:inner] for mark in "\r\n"):
                if inline:
                    return Splice(begin, inner, member)
                close = newline + self._indent_at(parent.start)
                return Splice(begin, inner, f"{newline}{indent}{member}{close}")
            return Splice(point, point, f"{newline}{indent}{member}")
        lead = self._gap(parent) if inline else newline + indent
        if last.comma is not None:
            return Splice(point, point, f"{lead}{member},")
        return Splice(begin, point, f",{text[begin:point]}{lead}{member}")

    def _take(self, path: KeyPath) -> Iterator[Splice]:
        if (found := self._member(path)) is None:
            return
        parent, index = found
        text, member = self.text, parent.members[index]
        lead = len(text[: member.key_start].rstrip(_BLANK))
        if len(parent.members) == 1:
            end = member.value.end if member.comma is None else member.comma + 1
            left = text[parent.start + 1 : lead] + text[end : parent.end - 1]
            if not left.strip(_BLANK):
                yield Splice(parent.start + 1, parent.end - 1, "")
            yield Splice(lead, end, "")
            yield Splice(member.key_start, end, "")
        elif member.comma is not None:
            end = member.comma + 1
            if _COMMENTS_TO_THE_LINES_END.match(text, end) is None:
                yield Splice(lead, end, "")
            gap = len(text) - len(text[end:].lstrip(" \t")) - end
            yield Splice(member.key_start, end + gap, "")
        else:
            yield from self._take_last(parent.members[index - 1], member, lead)

    def _take_last(self, previous: Member, member: Member, lead: int) -> Iterator[Splice]:
        comma = previous.comma
        if comma is None:  # not possible in a file that was read
            return
        end = member.value.end
        if _COMMENTS_TO_THE_LINES_END.match(self.text, end) is None:
            yield Splice(comma, end, self.text[comma + 1 : lead])
        yield Splice(comma, end, self.text[comma + 1 : member.key_start])

    def _last_token(self, begin: int, end: int) -> tuple[int, bool]:
        """The end of what is no blank in [begin, end), and whether that is a // comment."""
        point, line_comment, at = begin, False, begin
        while at < end:
            match = _TRIVIA.match(self.text, at, end)
            if match is None:  # the comma
                at += 1
                point, line_comment = at, False
                continue
            if match[0][0] == "/":
                point, line_comment = match.end(), match[0].startswith("//")
            at = match.end()
        return point, line_comment

    def _indent_at(self, at: int) -> str:
        """The white space that the line of `at` begins with."""
        start = max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1
        line = self.text[start:at]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def _unit(self) -> str:
        root = self._root
        if root is None or not root.members or _on_one_line(self.text, root):
            return "  "
        return self._indent_at(root.members[0].key_start) or "  "

    def _in_line_of_others(self, node: Node) -> bool:
        root = self._root
        if root is None or node is root or not root.members:
            return False
        return _on_one_line(self.text, root)

    def _colon(self, parent: Node) -> str:
        for node in (parent, self._root):
            if node is not None and node.members:
                first = node.members[0]
                between = self.text[first.key_end : first.value.start]
                return between if between.strip(" :") == "" else ": "
        return ": "

    def _gap(self, parent: Node) -> str:
        for one, other in zip(parent.members, parent.members[1:], strict=False):
            if one.comma is not None:
                between = self.text[one.comma + 1 : other.key_start]
                return between if between.strip(" ") == "" else " "
        return " " if self._colon(parent).endswith(" ") else ""

    def _spelled(self, value: Value, indent: str, at: int, inline: bool) -> str:
        try:
            if inline:
                colon = self._colon(self._root) if self._root is not None else ": "
                comma = ", " if colon.endswith(" ") else ","
                return json.dumps(value, ensure_ascii=False, separators=(comma, colon))
            text = json.dumps(value, ensure_ascii=False, indent=self._unit())
        except (TypeError, ValueError):
            raise ConnectError(f"{self.path} cannot hold that value.") from None
        return text.replace("\n", self.newline(at) + indent)


def _nested(path: KeyPath, value: Value) -> Value:
    for key in reversed(path):
        value = {key: value}  # type: ignore[dict-item]  # ABSENT is never inserted
    return value


def _on_one_line(text: str, node: Node) -> bool:
    if not node.members:
        return False
    lead = text[node.start : node.members[0].key_start]
    return "\n" not in lead and "\r" not in lead


def _kind(plain: object) -> str:
    if plain is None:
        return "null"
    return "a list" if isinstance(plain, list) else "a single value"
