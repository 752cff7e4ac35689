"""What we want in other programs' files: keys and their values, and nothing about how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None
Notation = Literal["jsonc", "toml", "yaml", "dotenv"]
KeyPath = tuple[str, ...]


class _Absent:
    """The value of a key that is not there."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
Value: TypeAlias = Json | _Absent


@dataclass(frozen=True, slots=True)
class KeyEdit:
    """One key that is to have `value`; ABSENT takes it out.

    `secret` values are masked wherever a change is shown. `keep`: on disconnect the key stays as we
    wrote it (Codex cannot reopen threads whose provider is gone).
    """

    path: KeyPath
    value: Value = field(repr=False)
    secret: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class FilePlan:
    """One file. It is made where it does not exist, readable for its owner only.

    `whole` makes the file ours alone: `content` is all of it, no `edits` then, and it is deleted on
    disconnect unless somebody changed it.
    """

    path: Path
    notation: Notation
    edits: tuple[KeyEdit, ...] = ()
    whole: bool = False
    content: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """What connecting one client writes, file by file in this order."""

    client: str
    files: tuple[FilePlan, ...]
