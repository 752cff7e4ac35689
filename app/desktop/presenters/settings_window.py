"""The settings window itself: what can be taken back, and what waits for a restart."""

from dataclasses import dataclass

from app.desktop.presenters.presenter import Presenter
from app.desktop.program import Program
from app.settings.schema import Settings


@dataclass(frozen=True, slots=True)
class SettingsWindowState:
    """`undoable` is what can be taken back, "" for nothing; `read_only` why nothing is saved."""

    undoable: str = ""
    read_only: str = ""
    restart_needed: bool = False


class SettingsWindowPresenter(Presenter):
    """`done` in the state's `undoable` is the program's own label of the last change."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self.state = self._now()
        self.watch(program.configuration.changed.connect(self._configured))
        self.watch(program.server.changed.connect(lambda _state: self._look()))

    def undo(self) -> None:
        """Take the last change back."""
        if self.state.undoable:
            self.spawn(self._program.configuration.undo())

    def restart(self) -> None:
        """Stop the server and start it with the newest settings."""
        self.spawn(self._program.server.restart())

    def _configured(self, _settings: Settings) -> None:
        self._look()

    def _look(self) -> None:
        now = self._now()
        if now != self.state:
            self.state = now
            self.changed.tell(None)

    def _now(self) -> SettingsWindowState:
        configuration = self._program.configuration
        return SettingsWindowState(
            configuration.last_change,
            configuration.read_only,
            self._program.server.state.restart_needed,
        )
