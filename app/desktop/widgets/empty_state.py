"""What stands where there is nothing yet: what would be here, and how to get it."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.desktop.icons import icon as drawn
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.text import Body, Heading


class EmptyState(QWidget):
    """`acted` is told when its button is pressed."""

    acted = Signal()

    def __init__(
        self,
        title: str,
        sentence: str,
        action: str = "",
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.xl, SPACE.xxl, SPACE.xl, SPACE.xxl)
        column.setSpacing(SPACE.s)
        column.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        if icon:
            picture = QLabel()
            picture.setPixmap(drawn(icon, "faint").pixmap(QSize(40, 40)))
            column.addWidget(picture, 0, middle)
        self.heading = Heading(title)
        column.addWidget(self.heading, 0, middle)
        self.sentence = Body(sentence)
        self.sentence.setAlignment(middle)
        self.sentence.setMaximumWidth(460)
        self.sentence.setMinimumWidth(300)
        # In a row of its own: a label that is aligned in a column gets no room for its last lines.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 1_000)
        row.addStretch(1)
        column.addLayout(row)
        self.button = Button(action, "primary")
        if not action:
            self.button.hide()
        self.button.clicked.connect(self.acted)
        column.addSpacing(SPACE.s)
        column.addWidget(self.button, 0, middle)
        column.addStretch(3)
