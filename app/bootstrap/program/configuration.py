"""The settings file behind the windows: changed in order off the loop, and taken back."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from app.desktop.program.configuration import Change, ImportPlan, Problem
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.providers.provider import ProviderError, build
from app.settings import check, transfer
from app.settings.failure import SettingsError, told
from app.settings.inverse import Inverse, inverse
from app.settings.schema import ProviderSettings, Settings
from app.settings.store import SettingsStore

log = logging.getLogger(__name__)

_REMEMBERED = 50  # changes that can be taken back


@dataclass(frozen=True, slots=True)
class _Done:
    label: str
    way_back: Inverse


class StoredConfiguration:
    """One `SettingsStore`, used on one thread at a time.

    `look` takes up what others changed in the file; the host calls it every other second.
    `forgotten` is called when a change can no more be taken back.
    """

    def __init__(self, store: SettingsStore, forgotten: Callable[[], None] = lambda: None) -> None:
        self.changed: Listeners[Settings] = Listeners()
        self._store = store
        self._forgotten = forgotten
        self._settings = store.current
        self._turn = asyncio.Lock()
        self._done: deque[_Done] = deque(maxlen=_REMEMBERED)
        self._told = ""

    @property
    def settings(self) -> Settings:
        """The snapshot of now."""
        return self._settings

    @property
    def read_only(self) -> str:
        """Why nothing can be saved."""
        return self._store.read_only or ""

    @property
    def last_change(self) -> str:
        """What `undo` would take back."""
        return self._done[-1].label if self._done else ""

    def check(self, change: Change) -> Sequence[Problem]:
        """What would be wrong after `change`."""
        return [Problem(*each) for each in check.problems(self._settings, change)]

    async def change(self, label: str, change: Change) -> None:
        """Save what `change` makes of the settings as they are in the file."""
        async with self._turn:
            before, after = await self._save(change)
            way_back = inverse(before, after)
            if not way_back.empty:
                self._remember(_Done(label, way_back))
        self._take(after)

    async def undo(self) -> None:
        """Take the last change back, as far as nobody has changed the same since."""
        async with self._turn:
            if not self._done:
                raise ProgramError("There is nothing to take back.")
            done = self._done[-1]
            before, after = await self._save(done.way_back.take_back)
            self._done.pop()
        if inverse(before, after).empty:
            raise ProgramError(
                f"“{done.label}” cannot be taken back: the same was changed since, elsewhere."
            )
        self._take(after)

    async def exported(self) -> str:
        """The settings as TOML, without any secret or reference to one."""
        return await asyncio.to_thread(transfer.exported, self._settings)

    async def plan_import(self, text: str) -> ImportPlan:
        """What importing `text` would do."""
        found = _read(text, self._settings)
        providers = found.settings.providers
        missing = tuple(name for name in found.keyless if _wants_key(name, providers[name]))
        return ImportPlan(found.new, found.replaced, found.same, missing)

    async def import_text(self, text: str) -> None:
        """Take over what an export holds."""
        await self.change("Import settings", lambda old: _read(text, old).settings)

    async def reset(self) -> None:
        """Back to the defaults."""
        await self.change("Reset settings", lambda _: Settings())

    async def look(self) -> None:
        """Take up what others changed in the file; what cannot be read is told once in the log."""
        if self._turn.locked() or not self._store.changed_on_disk():
            return
        async with self._turn:
            try:
                found = await asyncio.to_thread(self._store.load)
            except SettingsError as error:
                if str(error) != self._told:
                    self._told = str(error)
                    log.warning("the settings stay as they were: %s", error)
                return
            self._told = ""
            for notice in self._store.notices:
                log.warning("%s", notice)
        self._take(found)

    def _take(self, settings: Settings) -> None:
        if settings is self._settings or inverse(self._settings, settings).empty:
            return  # equal, and in the same order
        self._settings = settings
        self.changed.tell(settings)

    def _remember(self, done: _Done) -> None:
        full = len(self._done) == _REMEMBERED
        self._done.append(done)
        if full:
            self._forgotten()

    def can_bring_back(self, found: Callable[[Settings], bool]) -> bool:
        """Whether taking changes back could lead to settings for which `found` holds."""
        settings = self._settings
        for done in reversed(self._done):
            try:
                settings = done.way_back.take_back(settings)
            except ValidationError:
                continue
            if found(settings):
                return True
        return False

    async def _save(self, change: Change) -> tuple[Settings, Settings]:
        """The settings in the file before and after `change`. Raises `ProgramError`."""
        seen: list[Settings] = []

        def changed(old: Settings) -> Settings:
            seen.append(old)
            return change(old)

        try:
            after = await asyncio.to_thread(self._store.update, changed)
        except ValidationError as error:
            raise ProgramError(told(error.errors(include_input=False, include_url=False))) from None
        except SettingsError as error:
            problems = check.problems(seen[-1], change) if seen else ()
            if problems:
                raise ProgramError(problems[0][1], problems[0][0]) from None
            raise ProgramError(str(error)) from None
        return seen[-1], after


def _read(text: str, present: Settings) -> transfer.Transfer:
    try:
        return transfer.read(text, present)
    except SettingsError as error:
        raise ProgramError(str(error)) from None


def _wants_key(name: str, entry: ProviderSettings) -> bool:
    try:
        return build(name, entry).auth != "none"
    except ProviderError:
        return True
