"""The settings: read as a snapshot, changed by pure functions, and back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.desktop.program.listeners import Listeners
from app.settings.schema import Settings

Change = Callable[[Settings], Settings]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a value: `field` as a dotted path ("server.port"), and a sentence."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What importing a file would do: providers that are new, that replace others, left out.

    `missing_keys` are providers that need a key entered afterwards: exports hold none.
    """

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    other: tuple[str, ...]
    missing_keys: tuple[str, ...]


class Configuration(Protocol):
    """One settings file, shared with the command line."""

    @property
    def changed(self) -> Listeners[Settings]:
        """Told of each new snapshot, whoever changed it."""
        ...

    @property
    def settings(self) -> Settings:
        """The snapshot of now."""
        ...

    @property
    def read_only(self) -> str:
        """Why nothing can be saved, "" where it can."""
        ...

    @property
    def last_change(self) -> str:
        """What `undo` would take back, as a label for a person; "" where there is nothing."""
        ...

    def check(self, change: Change) -> Sequence[Problem]:
        """What would be wrong after `change`; nothing is saved. For input as it is typed."""
        ...

    async def change(self, label: str, change: Change) -> None:
        """Save what `change` makes of the settings. Raises `ProgramError`, with the old kept."""
        ...

    async def undo(self) -> None:
        """Take the last change back, and with it only what it changed. Raises `ProgramError`."""
        ...

    async def exported(self) -> str:
        """The settings as TOML, without any secret or reference to one."""
        ...

    async def plan_import(self, text: str) -> ImportPlan:
        """What importing `text` would do. Raises `ProgramError` where it cannot be read."""
        ...

    async def import_text(self, text: str) -> None:
        """Take over what an export holds; undoable. Raises `ProgramError`."""
        ...

    async def reset(self) -> None:
        """Back to the defaults; undoable, and the keys in the keyring stay."""
        ...
