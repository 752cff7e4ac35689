"""A choice among a few words that all stand there."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.desktop.widgets.focus import note_focus

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Segmented(QFrame):
    """`chosen` is told the value when a person takes another one; arrow keys go along."""

    chosen = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str]], name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("segments", True)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Segment] = {}
        for value, words in options:
            button = _Segment(words, self)
            self._group.addButton(button)
            self._buttons[value] = button
            row.addWidget(button)
        if options:
            self.choose(options[0][0])
        self._group.buttonClicked.connect(lambda _button: self.chosen.emit(self.value))

    @property
    def value(self) -> str:
        """What is chosen now."""
        return next((value for value, one in self._buttons.items() if one.isChecked()), "")

    def choose(self, value: str) -> None:
        """Show `value` as chosen, without telling."""
        if value in self._buttons:
            focused = any(button.hasFocus() for button in self._buttons.values())
            self._buttons[value].setChecked(True)
            if focused:
                self._buttons[value].setFocus()
            self._one_tab_stop()

    def button(self, value: str) -> QPushButton:
        """The segment of `value`."""
        return self._buttons[value]

    def step(self, by: int) -> None:
        """Take the next one (1) or the one before (-1), as a person does by arrow keys."""
        values = list(self._buttons)
        at = values.index(self.value) + by
        if 0 <= at < len(values):
            self.choose(values[at])
            self._buttons[values[at]].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(values[at])

    def _one_tab_stop(self) -> None:
        for button in self._buttons.values():
            stop = Qt.FocusPolicy.StrongFocus if button.isChecked() else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)


class _Segment(QPushButton):
    def __init__(self, words: str, row: Segmented) -> None:
        super().__init__(words, row)
        self._row = row
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setProperty("segment", True)
        self.toggled.connect(lambda _on: row._one_tab_stop())

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show a ring to the keyboard."""
        note_focus(self, event)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._row.step(step)
