"""Where everything stands in a JSONC text."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+|//[^\r\n]*|/\*.*?\*/)
    |(?P<string>"(?:[^"\\\x00-\x1f]|\\.)*")
    |(?P<mark>[{}\[\]:,])
    |(?P<word>[-+.\w]+)""",
    re.DOTALL | re.VERBOSE,
)
_DEEPEST = 200  # no settings file nests deeper, and what reads the values recurses


class ScanError(Exception):
    """`why` the text is no JSONC, and `at` which place."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at = at
        self.why = why


@dataclass(slots=True)
class Node:
    """One value. `members` of an object, `items` of a list, `scalar` otherwise."""

    start: int
    end: int = 0
    kind: str = "scalar"
    members: list["Member"] = field(default_factory=list)
    items: list["Node"] = field(default_factory=list)
    scalar: Any = None
    places: dict[str, int] = field(default_factory=dict)

    def index(self, key: str) -> int:
        """The place of `key` among the members, -1 where it is none."""
        return self.places.get(key, -1)

    def trailing_commas(self) -> int:
        """How many objects in it end with a comma, which strict JSON forbids."""
        if self.kind == "list":
            return sum(item.trailing_commas() for item in self.items)
        own = bool(self.members) and self.members[-1].comma is not None
        return own + sum(member.value.trailing_commas() for member in self.members)

    def plain(self) -> Any:
        """The value itself."""
        if self.kind == "object":
            return {member.key: member.value.plain() for member in self.members}
        if self.kind == "list":
            return [item.plain() for item in self.items]
        return self.scalar


@dataclass(slots=True)
class Member:
    """A key and its value. `comma` is where the comma after it stands."""

    key: str
    key_start: int
    key_end: int
    value: Node
    comma: int | None = None


@dataclass(slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


def scan(text: str) -> Node | None:
    """The value of `text`, None where it holds comments and blanks only. Raises `ScanError`."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._open: list[Node] = []
        self._commas: set[int] = set()  # lists whose last item has its comma

    def run(self) -> Node | None:
        token = self._next()
        if token.kind == "end":
            return None
        root = self._value(token)
        while self._open:
            self._step(self._open[-1])
        rest = self._next()
        if rest.kind != "end":
            raise ScanError(rest.start, "there is something after the end of the settings")
        return root

    def _step(self, node: Node) -> None:
        """Read one member or item of `node`, or its end."""
        token = self._next()
        close = "}" if node.kind == "object" else "]"
        if token.text == close and token.kind == "mark":
            node.end = token.end
            self._open.pop()
            return
        before = node.members or node.items
        if before and not self._separated(node):
            if token.text != ",":
                raise ScanError(token.start, "a comma is missing")
            self._note_comma(node, token.start)
            return
        if node.kind == "object":
            self._read_member(node, token)
        else:
            self._commas.discard(id(node))
            node.items.append(self._value(token))

    def _read_member(self, node: Node, token: _Token) -> None:
        if token.kind != "string":
            raise ScanError(token.start, "a key in double quotes is missing")
        key = self._string(token)
        if key in node.places:
            raise ScanError(token.start, f"the key {json.dumps(key)} is there twice")
        colon = self._next()
        if colon.text != ":":
            raise ScanError(colon.start, "a colon is missing")
        member = Member(key, token.start, token.end, Node(0))
        node.places[key] = len(node.members)
        node.members.append(member)
        member.value = self._value(self._next())

    def _separated(self, node: Node) -> bool:
        if node.kind == "object":
            return node.members[-1].comma is not None
        return id(node) in self._commas

    def _note_comma(self, node: Node, at: int) -> None:
        if node.kind == "object":
            node.members[-1].comma = at
        else:
            self._commas.add(id(node))

    def _value(self, token: _Token) -> Node:
        node = Node(token.start, token.end)
        if token.kind == "mark" and token.text in "{[":
            node.kind = "object" if token.text == "{" else "list"
            if len(self._open) >= _DEEPEST:
                raise ScanError(token.start, f"it nests deeper than {_DEEPEST} levels")
            self._open.append(node)
        elif token.kind == "string":
            node.scalar = self._string(token)
        elif token.kind == "word":
            node.scalar = self._word(token)
        else:
            raise ScanError(token.start, "a value is missing")
        return node

    def _string(self, token: _Token) -> str:
        try:
            text: str = json.loads(token.text)
            text.encode()
        except ValueError:
            raise ScanError(token.start, "a text has an escape that does not exist") from None
        return text

    def _word(self, token: _Token) -> Any:
        if token.text in {"NaN", "Infinity", "-Infinity"}:
            raise ScanError(token.start, f"{token.text} is not a value")
        try:
            return json.loads(token.text)
        except ValueError:
            raise ScanError(token.start, "there is a word that is no value") from None

    def _next(self) -> _Token:
        while True:
            if self._at >= len(self._text):
                return _Token("end", "", len(self._text), len(self._text))
            match = _TOKEN.match(self._text, self._at)
            if match is None:
                raise ScanError(self._at, _odd(self._text, self._at))
            start, self._at = self._at, match.end()
            if match.lastgroup != "blank":
                return _Token(match.lastgroup or "", match[0], start, self._at)


def _odd(text: str, at: int) -> str:
    if text.startswith("/*", at):
        return "a comment does not end"
    if text[at] == '"':
        return "a text does not end"
    return "there is a character that does not belong there"
