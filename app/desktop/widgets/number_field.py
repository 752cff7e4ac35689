"""A number."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget


class NumberField(QDoubleSpinBox):
    """`committed` hears the number on Enter or on leaving, if it is new. The wheel does nothing."""

    committed = Signal(float)

    def __init__(
        self,
        minimum: float,
        maximum: float,
        decimals: int = 0,
        suffix: str = "",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDecimals(decimals)
        self.setRange(minimum, maximum)
        self.setAccessibleName(name)
        if suffix:
            self.setSuffix(f" {suffix.strip()}")
        self._committed = self.value()
        self.editingFinished.connect(self._commit)

    def show_number(self, value: float) -> None:
        """Show `value` as what holds now; what a person is typing is left alone."""
        self._committed = value
        if not self.hasFocus():
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page: a value must not change because somebody scrolls by."""
        event.ignore()

    def _commit(self) -> None:
        if self.value() != self._committed:
            self._committed = self.value()
            self.committed.emit(self._committed)
