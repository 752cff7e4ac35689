"""The page of everything else: looks, notifications, what is kept, settings taken elsewhere."""

import asyncio
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.desktop.presenters.editing import EditingPresenter
from app.desktop.program import Program
from app.desktop.program.configuration import ImportPlan
from app.desktop.program.failure import ProgramError
from app.desktop.program.system import Folder
from app.desktop.wording import translate
from app.platform import atomic
from app.platform.licences import Library, libraries
from app.settings.schema import Settings

_LARGEST_IMPORT = 4 * 1024 * 1024
KINDS = ("budget", "failover", "key_rejected", "server")


@dataclass(frozen=True, slots=True)
class Pending:
    """An import that was read and not done yet: the file, and what it would do."""

    path: Path
    plan: ImportPlan
    text: str


@dataclass(frozen=True, slots=True)
class GeneralState:
    """What the page shows.

    `at_login` is None until it is known; `login_trouble` says why it cannot be switched. `folders`
    are empty until they were measured. `clearing`: a person is being asked whether the history
    shall really go, which nothing brings back. `pending` is an import that waits for a yes.
    `libraries` are those that the program uses, once somebody asked. `history_bytes` is the
    database's size, None until it is known; `recording_trouble` says why usage is not recorded.
    """

    settings: Settings
    version: str
    at_login: bool | None = None
    login_trouble: str = ""
    folders: tuple[Folder, ...] = ()
    clearing: bool = False
    pending: Pending | None = None
    busy: bool = False
    read_only: str = ""
    libraries: tuple[Library, ...] = ()
    history_bytes: int | None = None
    recording_trouble: str = ""


class GeneralPresenter(EditingPresenter):
    """Most of it are plain settings; files are read and written beside the loop."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.state = GeneralState(
            settings=self.settings,
            version=program.system.version,
            read_only=program.configuration.read_only,
        )
        self.watch(program.configuration.changed.connect(self._changed))

    def read(self) -> None:
        """Ask the machine: login, folders and their sizes."""
        self.spawn(self._ask_login())
        self.spawn(self._measure())

    # Looks and notifications.

    def language(self, name: str) -> None:
        """The language of all windows."""
        self.commit("desktop.language", name, translate("General", "Language"))

    def theme(self, name: str) -> None:
        """Light, dark, or as the system is."""
        self.commit("desktop.theme", name, translate("General", "Appearance"))

    def notify(self, kind: str, on: bool) -> None:
        """Show notifications of a kind, or none."""
        self.commit(f"desktop.notifications.{kind}", on, translate("General", "Notifications"))

    def restore_at_quit(self, on: bool) -> None:
        """Whether quitting disconnects the clients."""
        label = translate("General", "Disconnect clients when quitting")
        self.commit("desktop.restore_at_quit", on, label)

    def start_at_login(self, on: bool) -> None:
        """Whether the system starts us at login."""

        async def switch(wanted: bool) -> None:
            system = self.program.system
            try:
                await system.start_at_login(wanted)
            except ProgramError as error:
                self._become(login_trouble=error.message)
                return
            finally:
                self._become(at_login=await system.starts_at_login())
            self._become(login_trouble="")

        async def done() -> None:
            await switch(on)
            if not self.state.login_trouble:
                label = (
                    translate("General", "Dragoman starts at login")
                    if on
                    else translate("General", "Dragoman does not start at login")
                )
                self.offer(label, lambda: switch(not on))

        self.spawn(done())

    # What is kept.

    def keep(self, path: str, value: object) -> None:
        """Save a setting of "storage", "transcripts", "responses" or the logs."""
        self.commit(path, value, translate("General", "What is kept"))

    def record(self, what: str) -> None:
        """Keep transcripts: "off", "chosen" or "all"."""
        self.commit("transcripts.record", what, translate("General", "Transcripts"))

    def log_level(self, level: str) -> None:
        """How much is logged."""
        self.commit("log_level", level, translate("General", "Log level"))

    def ask_to_clear(self, clearing: bool = True) -> None:
        """Ask before the history goes, in place; False: it stays."""
        self._become(clearing=clearing)

    def clear_history(self) -> None:
        """Delete every row of usage and every transcript. Nothing brings them back."""

        async def clear() -> None:
            self._become(busy=True)
            try:
                await self.program.system.clear_history()
            finally:
                self._become(busy=False, clearing=False)
            self.told.tell(translate("General", "The history is empty."))
            await self._measure()

        self.spawn(clear())

    # Elsewhere.

    def export_to(self, path: Path) -> None:
        """Write the settings to a file, without any secret."""

        async def write() -> None:
            text = await self.program.configuration.exported()
            try:
                await asyncio.to_thread(atomic.write, path, text.encode())
            except OSError as error:
                raise _cannot(
                    translate("General", "{path} could not be written: {reason}."), path, error
                ) from None
            self.told.tell(translate("General", "Saved as {path}.").format(path=path))

        self.spawn(write())

    def plan_import(self, path: Path) -> None:
        """Read an export and show what it would do; nothing is changed."""

        async def plan() -> None:
            text = await asyncio.to_thread(_read, path)
            found = await self.program.configuration.plan_import(text)
            self._become(pending=Pending(path, found, text))

        self.spawn(plan())

    def confirm_import(self) -> None:
        """Do what was shown; undo brings back what was there."""
        pending = self.state.pending

        async def take_over(text: str) -> None:
            self._become(busy=True)
            try:
                await self.program.configuration.import_text(text)
            finally:
                self._become(busy=False)
            self._become(pending=None)

        if pending is not None:
            self.spawn(take_over(pending.text))

    def cancel_import(self) -> None:
        """Leave everything as it is."""
        self._become(pending=None)

    def reset(self) -> None:
        """Back to the defaults; undo brings everything back."""
        self.spawn(self.program.configuration.reset())

    def read_libraries(self) -> None:
        """Which libraries the program uses, and on which terms."""

        async def read() -> None:
            self._become(libraries=await asyncio.to_thread(libraries))

        if not self.state.libraries:
            self.spawn(read())

    # How.

    async def _ask_login(self) -> None:
        try:
            self._become(at_login=await self.program.system.starts_at_login())
        except ProgramError as error:
            self._become(login_trouble=error.message)

    async def _measure(self) -> None:
        self._become(
            folders=tuple(await self.program.system.folders()),
            recording_trouble=self.program.history.trouble,
        )
        try:
            self._become(history_bytes=await self.program.history.size())
        except ProgramError as error:
            self._become(history_bytes=None, recording_trouble=error.message)

    def _changed(self, settings: Settings) -> None:
        self._become(settings=settings, read_only=self.program.configuration.read_only)

    def _become(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.tell(None)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_IMPORT + 1)
        if len(content) > _LARGEST_IMPORT:
            raise ProgramError(
                translate("General", "{path} is too large for an export of settings.").format(
                    path=path
                )
            )
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProgramError(
            translate("General", "{path} is no export of settings: it is no text.").format(
                path=path
            )
        ) from None
    except OSError as error:
        raise _cannot(
            translate("General", "{path} cannot be read: {reason}."), path, error
        ) from None


def _cannot(words: str, path: Path, error: OSError) -> ProgramError:
    return ProgramError(words.format(path=path, reason=error.strerror or type(error).__name__))
