"""Settings without a file: the real schema, the real checks, the real way back."""

from collections.abc import Sequence

from pydantic import ValidationError

from app.desktop.program.configuration import Change, ImportPlan, Problem
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.settings import check, transfer
from app.settings.failure import SettingsError
from app.settings.inverse import Inverse, inverse
from app.settings.schema import Settings
from tests.fakes.program import sample
from tests.fakes.program.recorded import Recorded


class FakeConfiguration(Recorded):
    """`settings` are those of the sample where none are given; `edit_elsewhere` changes them."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self.changed: Listeners[Settings] = Listeners()
        self.settings = settings if settings is not None else sample.settings()
        self.read_only = ""
        self._done: list[tuple[str, Inverse]] = []

    @property
    def last_change(self) -> str:
        """The label of the last change."""
        return self._done[-1][0] if self._done else ""

    def edit_elsewhere(self, change: Change) -> None:
        """Change the settings as another program would: nothing of it can be undone here."""
        self.settings = Settings.model_validate(change(self.settings).model_dump(warnings=False))
        self.changed.tell(self.settings)

    def check(self, change: Change) -> Sequence[Problem]:
        """The schema's own problems."""
        return [Problem(*each) for each in check.problems(self.settings, change)]

    async def change(self, label: str, change: Change) -> None:
        """Keep what `change` makes of the settings."""
        await self._asked("change", label)
        self._take(label, change)

    async def undo(self) -> None:
        """Take the last change back."""
        await self._asked("undo")
        if not self._done:
            raise ProgramError("There is nothing to take back.")
        _, way_back = self._done.pop()
        self.edit_elsewhere(way_back.take_back)

    async def exported(self) -> str:
        """The settings without secrets."""
        await self._asked("exported")
        return transfer.exported(self.settings)

    async def plan_import(self, text: str) -> ImportPlan:
        """What `text` holds."""
        await self._asked("plan_import", text)
        found = self._read(text)
        return ImportPlan(found.new, found.replaced, found.same, found.keyless)

    async def import_text(self, text: str) -> None:
        """Take `text` over."""
        await self._asked("import_text", text)
        found = self._read(text)
        self._take("Import", lambda _: found.settings)

    async def reset(self) -> None:
        """The defaults."""
        await self._asked("reset")
        self._take("Reset", lambda _: Settings())

    def _read(self, text: str) -> transfer.Transfer:
        try:
            return transfer.read(text, self.settings)
        except SettingsError as error:
            raise ProgramError(str(error)) from None

    def _take(self, label: str, change: Change) -> None:
        if self.read_only:
            raise ProgramError(self.read_only)
        before = self.settings
        try:
            wrong = self.check(change)
            if wrong:
                raise ProgramError(wrong[0].sentence, wrong[0].field)
            self.edit_elsewhere(change)
        except ValidationError as error:
            raise ProgramError(str(error)) from None
        self._done.append((label, inverse(before, self.settings)))
        self.changed.tell(self.settings)  # once more: what can be taken back is another thing now
