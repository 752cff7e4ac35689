"""A number."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QWidget

_INSET = 9
_AROUND = 15


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
        if not self.lineEdit().isModified():
            self.setValue(value)

    def textFromValue(self, value: float) -> str:  # noqa: N802 - Qt's name
        """The number without zeros that say nothing."""
        text = super().textFromValue(value)
        point = self.locale().decimalPoint()
        return text.rstrip("0").removesuffix(point) if point in text else text

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as a line of text."""
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + _AROUND)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same height, so that rows of fields are even."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page: a value must not change because somebody scrolls by."""
        event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out the line."""
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out the line, which may have got its style just now."""
        super().showEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out the line again where the style is another."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self._lay_out()

    def _lay_out(self) -> None:
        # A style sheet's box leaves the line of a spin box without buttons one pixel wide (6.11).
        self.lineEdit().setGeometry(self.rect().adjusted(_INSET, 1, -_INSET, -1))

    def _commit(self) -> None:
        self.lineEdit().setModified(False)
        if self.value() != self._committed:
            self._committed = self.value()
            self.committed.emit(self._committed)
