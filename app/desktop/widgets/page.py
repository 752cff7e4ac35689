"""A page of a window: what it is, what it is for, and its cards, scrolled where they are many."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.text import Secondary, Title

_WIDEST = 860


class Page(QScrollArea):
    """`body` is a column that ends in empty room; `add` puts a widget at its end."""

    def __init__(self, title: str, sentence: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(title)
        ground = QWidget()
        ground.setProperty("page", True)
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(SPACE.xl, SPACE.xl, SPACE.xl, SPACE.xl)
        column = QWidget()
        column.setMaximumWidth(_WIDEST)
        outer.addWidget(column)
        self.body = QVBoxLayout(column)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE.m)
        self.title = Title(title)
        self.sentence = Secondary(sentence)
        if not sentence:
            self.sentence.hide()
        head = QVBoxLayout()
        head.setSpacing(SPACE.xs)
        head.addWidget(self.title)
        head.addWidget(self.sentence)
        self.body.addLayout(head)
        self.body.addSpacing(SPACE.xs)
        self.body.addStretch(1)
        self.setWidget(ground)

    def add(self, widget: QWidget) -> None:
        """Put `widget` below what is there already."""
        self.body.insertWidget(self.body.count() - 1, widget)
