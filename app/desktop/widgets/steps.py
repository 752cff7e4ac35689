"""Steps that are ticked off one after another."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.desktop.icons import icon
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.text import Body, Secondary
from app.desktop.wording import translate

_PICTURES = {
    "waiting": ("clock", "faint"),
    "running": ("refresh", "accent_text"),
    "ok": ("check", "ok"),
    "failed": ("error", "bad"),
}


class StepList(QWidget):
    """Each step is a name and its words; a state is "waiting", "running", "ok" or "failed"."""

    def __init__(
        self, names: Sequence[str | tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE.s)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setColumnStretch(2, 1)
        self._rows: dict[str, tuple[QLabel, Body, Body, Secondary]] = {}
        for number, each in enumerate(names):
            name, words = (each, each) if isinstance(each, str) else each
            picture, label, sentence, time = QLabel(), Body(words), Body(), Secondary()
            label.setMinimumWidth(90)
            grid.addWidget(picture, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, number, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(sentence, number, 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(time, number, 3, Qt.AlignmentFlag.AlignTop)
            self._rows[name] = picture, label, sentence, time
            self.set(name, "waiting")

    def set(self, name: str, state: str, sentence: str = "", time: str = "") -> None:
        """Show how a step stands."""
        picture, label, words, took = self._rows[name]
        drawing, color = _PICTURES[state]
        picture.setPixmap(icon(drawing, color).pixmap(QSize(16, 16)))
        picture.setAccessibleName(_state_words(state))
        label.setEnabled(state != "waiting")
        words.set(sentence, "bad" if state == "failed" else "")
        took.set(time)

    def reset(self) -> None:
        """Let all steps wait."""
        for name in self._rows:
            self.set(name, "waiting")


def _state_words(state: str) -> str:
    return {
        "waiting": translate("Widgets", "waiting"),
        "running": translate("Widgets", "running"),
        "ok": translate("Widgets", "passed"),
        "failed": translate("Widgets", "failed"),
    }[state]
