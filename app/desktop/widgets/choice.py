"""A choice among words that open when asked for."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

from app.desktop.icons import paint_icon

_ARROW = 14


class Choice(QComboBox):
    """`chosen` is told the value when a person takes one. The wheel scrolls the page instead."""

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]] = (),
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(QStyledItemDelegate(self))  # the own one knows no style sheet
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.offer(options)
        self.activated.connect(lambda _index: self.chosen.emit(self.value))

    @property
    def value(self) -> str:
        """What is chosen now, "" where nothing is."""
        data = self.currentData()
        return data if isinstance(data, str) else ""

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Other options; what was chosen stays so where it is still there. Nothing is told."""
        old = self.value
        now = [(self.itemData(at), self.itemText(at)) for at in range(self.count())]
        if now == list(options):
            return
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.choose(old)

    def choose(self, value: str) -> None:
        """Show `value` as chosen, without telling; one that is not offered changes nothing."""
        at = self.findData(value)
        if at >= 0:
            self.setCurrentIndex(at)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page: a value must not change because somebody scrolls by."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box as it is styled, and our own arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        box = QRectF(0, 0, _ARROW, _ARROW)
        box.moveCenter(QRectF(self.rect()).center())
        box.moveLeft(self.width() - _ARROW - 8)
        paint_icon(painter, "chevron-down", "secondary" if self.isEnabled() else "faint", box)
