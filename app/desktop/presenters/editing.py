"""What the pages of the settings share: values checked as they are typed, saved, taken back."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel

from app.desktop.presenters.presenter import Presenter
from app.desktop.program import Program
from app.desktop.program.configuration import Change
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.wording.problems import problem_words
from app.settings.schema import Settings

_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Undo:
    """What was just done, in words, and how it is taken back: `call` begins that."""

    label: str
    call: Callable[[], None] = field(repr=False)


class EditingPresenter(Presenter):
    """A page that changes the settings.

    `undoable` hears of what was done elsewhere than in the settings and can be taken back; the
    settings' own changes are `program.configuration.undo`'s. `told` hears a sentence for the bar.
    """

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program
        self.undoable: Listeners[Undo] = Listeners()
        self.told: Listeners[str] = Listeners()
        self._problems: dict[str, str] = {}
        self.watch(program.configuration.changed.connect(self._configured))

    @property
    def settings(self) -> Settings:
        """The snapshot of now."""
        return self.program.configuration.settings

    @property
    def problems(self) -> Mapping[str, str]:
        """What is wrong with what was typed, by the dotted path of its field."""
        return dict(self._problems)

    def typed(self, path: str, value: object) -> bool:
        """Check `value` for the setting at `path`; nothing is saved. Whether it would be taken."""
        return self.checked(path, partial(with_value, path=path, value=value))

    def checked(self, path: str, change: Change) -> bool:
        """Check a change whose problems belong to the field at `path`."""
        wrong = self.program.configuration.check(change)
        near = [each for each in wrong if each.field.startswith(path)] or list(wrong)
        self.blame(path, problem_words(near[0].sentence) if near else "")
        return not near

    def commit(self, path: str, value: object, label: str) -> None:
        """Save `value` at `path`, if it is another one and right; `label` is what undo says."""
        if value_at(self.settings, path) == value:
            self.blame(path, "")
        elif self.typed(path, value):
            self.change(label, partial(with_value, path=path, value=value), path)

    def change(self, label: str, change: Change, path: str = "") -> None:
        """Save a change; what is refused is a problem of the field at `path`, if one is given."""
        self.spawn(self.saved(label, change, path))

    async def saved(self, label: str, change: Change, path: str = "") -> None:
        """Save a change, and then return. Raises `ProgramError` where no field is to blame."""
        try:
            await self.program.configuration.change(label, change)
        except ProgramError as error:
            if not path or not error.field:
                raise
            self.blame(path, problem_words(error.message))

    def blame(self, path: str, sentence: str) -> None:
        """Show a problem at the field of `path`, "" for none any more."""
        if self._problems.get(path, "") != sentence:
            self._problems[path] = sentence
            if not sentence:
                del self._problems[path]
            self.changed.tell(None)

    def offer(self, label: str, back: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Tell that something was done that `back` takes back."""
        self.undoable.tell(Undo(label, lambda: self._take_back(back)))

    def _take_back(self, back: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self.spawn(back())

    def _configured(self, _settings: Settings) -> None:
        self._problems.clear()
        self.changed.tell(None)


def value_at(settings: Settings, path: str) -> object:
    """The setting at a dotted path of fields ("server.port")."""
    found: object = settings
    for name in path.split("."):
        found = getattr(found, name)
    return found


def with_value(settings: Settings, path: str, value: object) -> Settings:
    """`settings` with another value at a dotted path of fields; it is not validated here."""
    return _replaced(settings, path.split("."), value)


def _replaced(branch: _Model, names: list[str], value: object) -> _Model:
    name, *rest = names
    inner = _replaced(getattr(branch, name), rest, value) if rest else value
    return branch.model_copy(update={name: inner})
