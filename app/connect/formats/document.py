"""What the notations have in common: text that is changed by one splice at a time.

A notation finds where a key's value stands; every change is checked by reading the outcome again
before anybody gets to see it, so a mistake in finding is a refusal and never a damaged file.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

from app.connect.failure import ConnectError
from app.connect.plan import ABSENT, KeyEdit, KeyPath, Value

_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Splice:
    """`text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str = field(repr=False)


class Document(ABC):
    """The text of one settings file, and what it means.

    Immutable: every change gives another document. `text` is without a byte order mark.
    """

    title: ClassVar[str]
    implicit_parents: ClassVar[bool] = False  # whether a table that holds nothing may just vanish

    def __init__(self, text: str, path: Path, bom: str = "") -> None:
        """Read `text`. Raises `ConnectError` where it is not in this notation."""
        self.text = text
        self.path = path
        self.bom = bom
        self.plain: Mapping[str, Any] = self._read()

    @classmethod
    def parsed(cls, content: bytes, path: Path) -> Self:
        """The document in `content`; `path` is for messages. Raises `ConnectError`."""
        if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
            raise ConnectError(
                f"{path} is not UTF-8 text (perhaps UTF-16). Save it as UTF-8 and try again."
            )
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise ConnectError(
                f"{path}, line {line} is not UTF-8 text. Save it as UTF-8 and try again."
            ) from None
        bom = _BOM if text.startswith(_BOM) else ""
        return cls(text[len(bom) :], path, bom)

    @cached_property
    def content(self) -> bytes:
        """The file's bytes."""
        return (self.bom + self.text).encode()

    def value(self, path: KeyPath) -> Value:
        """What `path` means, ABSENT where there is no such key."""
        at: Any = self.plain
        for key in path:
            if not isinstance(at, Mapping) or key not in at:
                return ABSENT
            at = at[key]
        return at  # type: ignore[no-any-return]  # what a parser gives

    def source(self, path: KeyPath) -> str | None:
        """The value of `path` as it is spelled; None where it has no text of its own."""
        span = self.span(path)
        return None if span is None else self.text[span[0] : span[1]]

    def edited(self, edits: Sequence[KeyEdit]) -> bytes:
        """The file's bytes after `edits`. Raises `ConnectError` where one is not possible."""
        document = self
        for edit in edits:
            document, _ = document.changed(edit.path, edit.value)
        return document.content

    def changed(self, path: KeyPath, value: Value) -> tuple[Self, Splice | None]:
        """The document with `path` as `value`, and what was done; None where nothing had to be.

        Raises `ConnectError`.
        """
        if same(self.value(path), value):
            return self, None
        self._check_parents(path)
        if value is ABSENT:
            return self._first(self._take(path), path, value)
        if (span := self.span(path)) is not None:
            return self._first(self._replace(span, value), path, value)
        if self.value(path) is not ABSENT:
            raise self._refusal(path)
        return self._first(self._insert(path, value, None), path, value)

    def spelled(self, path: KeyPath, value: Value, source: str) -> tuple[Self, Splice]:
        """The document with `path` spelled as `source`, which means `value`."""
        self._check_parents(path)
        span = self.span(path)
        if span is not None:
            return self._first(iter([Splice(*span, source)]), path, value)
        return self._first(self._insert(path, value, source), path, value)

    def applied(self, splice: Splice) -> Self:
        """The document after `splice`. Raises `ConnectError` where that cannot be read."""
        text = self.text[: splice.start] + splice.text + self.text[splice.end :]
        return type(self)(text, self.path, self.bom)

    def checked(self, splice: Splice, path: KeyPath, value: Value) -> Self | None:
        """The document after `splice`, None where more or less than `path` would change."""
        try:
            after = self.applied(splice)
        except ConnectError:
            return None
        wanted = expected(self.plain, path, value)
        if alike(after.plain, wanted):
            return after
        if self.implicit_parents and value is ABSENT:
            for depth in range(len(path) - 1, 0, -1):
                holder = wanted
                for key in path[: depth - 1]:
                    holder = holder[key]
                if holder.pop(path[depth - 1]) != {}:
                    return None
                if alike(after.plain, wanted):
                    return after
        return None

    def _first(
        self, candidates: Iterator[Splice], path: KeyPath, value: Value
    ) -> tuple[Self, Splice]:
        for splice in candidates:
            if (after := self.checked(splice, path, value)) is not None:
                return after, splice
        raise self._refusal(path)

    def _check_parents(self, path: KeyPath) -> None:
        at: Any = self.plain
        for depth, key in enumerate(path):
            if not isinstance(at, Mapping):
                name = ".".join(path[:depth]) or "the whole of it"
                raise ConnectError(
                    f"In {self.path}, {name} is not {self.title}, so {path[-1]} cannot be set in "
                    "it. Correct the file by hand and try again."
                )
            if key not in at:
                return
            at = at[key]

    def _refusal(self, path: KeyPath) -> ConnectError:
        return ConnectError(
            f"{'.'.join(path)} in {self.path} is written in a way that cannot be changed safely. "
            "Nothing was changed; set it by hand, or use the launch command."
        )

    def _unreadable(self, line: int, why: str) -> ConnectError:
        return ConnectError(
            f"{self.path} cannot be read: line {line}: {why}. Correct the file and try again; it "
            "was not touched."
        )

    def _line(self, at: int) -> int:
        before = self.text[:at].replace("\r\n", "\n")
        return before.count("\n") + before.count("\r") + 1

    def newline(self, at: int) -> str:
        """The line end in use around `at`."""
        here = self.text.rfind("\n", 0, at)
        if here < 0:
            here = self.text.find("\n")
        if here < 0:
            return "\r" if "\r" in self.text else "\n"
        return "\r\n" if here and self.text[here - 1] == "\r" else "\n"

    @abstractmethod
    def _read(self) -> Mapping[str, Any]:
        """What `text` means. Raises `ConnectError`."""

    @abstractmethod
    def span(self, path: KeyPath) -> tuple[int, int] | None:
        """Where the value of `path` stands."""

    @property
    def leniencies(self) -> int:
        """How many things in it not every reader accepts; an undo adds none."""
        return 0

    def bare(self, path: KeyPath) -> bool:
        """Whether the empty table at `path` holds no comment either."""
        return self.span(path) is not None

    @abstractmethod
    def _replace(self, span: tuple[int, int], value: Value) -> Iterator[Splice]:
        """Ways to give the key whose value stands at `span` another one, the best first."""

    @abstractmethod
    def _insert(self, path: KeyPath, value: Value, source: str | None) -> Iterator[Splice]:
        """Ways to add `path`, spelled as `source` where that is given, the best first."""

    @abstractmethod
    def _take(self, path: KeyPath) -> Iterator[Splice]:
        """Ways to take `path` out, the best first."""


def expected(plain: Mapping[str, Any], path: KeyPath, value: Value) -> dict[str, Any]:
    """What `plain` means with `path` as `value`; parents are made where there is no table."""
    outcome = dict(plain)
    at = outcome
    for key in path[:-1]:  # only what is on the way is copied: files of megabytes are edited too
        inner = at.get(key)
        at[key] = dict(inner) if isinstance(inner, Mapping) else {}
        at = at[key]
    if value is ABSENT:
        at.pop(path[-1], None)
    else:
        at[path[-1]] = value
    return outcome


def alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """`same` for whole files, which mostly have their keys in the same order."""
    return repr(one) == repr(other) or same(one, other)


def same(one: Any, other: Any) -> bool:
    """Whether two values mean the same to their file: 1, 1.0 and true are three things."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and one == other
    if isinstance(one, Sequence) and isinstance(other, Sequence):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, bool | int | float) and isinstance(other, bool | int | float):
        return type(one) is type(other) and (one == other or (one != one and other != other))
    return bool(type(one) is type(other) and one == other)
