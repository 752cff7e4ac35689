"""What each side said: as it is meant, beside each other, or as it went over the wire."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop.models.comparison_list import ROW, ComparisonList
from app.desktop.presenters.request_detail import Pair, RequestDetailPresenter
from app.desktop.theme.theme import code_font
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.text import Secondary
from app.desktop.windows.requests.comparison import Comparison
from app.desktop.wording import translate


class Bodies(QWidget):
    """Follows the presenter; shows the request or the answer, meant or as bytes."""

    def __init__(self, presenter: RequestDetailPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.s)
        column.addLayout(self._controls())
        column.addLayout(self._names())
        self.trouble = Secondary()
        self.trouble.tone("warn")
        column.addWidget(self.trouble)
        self.model = ComparisonList(self)
        self.comparison = Comparison(self.model, translate("Requests", "Both sides"))
        self.comparison.selectionModel().currentChanged.connect(self._chosen)
        self.left, self.right = _text(), _text()
        self.left_whole, self.right_whole = _text(), _text()
        self.left_whole.setPlaceholderText(
            translate("Requests", "Choose a line to read all of it.")
        )
        meant = QSplitter(Qt.Orientation.Vertical)
        meant.setChildrenCollapsible(False)
        meant.addWidget(self.comparison)
        meant.addWidget(_beside(self.left_whole, self.right_whole))
        meant.setSizes([300, 120])
        self._views = QStackedWidget()
        self._views.addWidget(meant)
        self._views.addWidget(_beside(self.left, self.right))
        column.addWidget(self._views, 1)

    def _controls(self) -> QVBoxLayout:
        above, below = QHBoxLayout(), QHBoxLayout()
        self.direction = Segmented(
            [
                ("asked", translate("Requests", "Request")),
                ("answered", translate("Requests", "Answer")),
            ]
        )
        self.direction.chosen.connect(lambda _value: self.show_state())
        self.form = Segmented(
            [("meant", translate("Requests", "Meaning")), ("wire", translate("Requests", "Wire"))]
        )
        self.form.chosen.connect(lambda _value: self._show_form())
        self.attempt = Choice([])
        self.attempt.setMinimumWidth(112)
        self.attempt.setAccessibleName(translate("Requests", "Attempt"))
        self.attempt.chosen.connect(lambda value: self._presenter.show_attempt(int(value)))
        self.search = SearchField(translate("Requests", "Find in both sides"))
        self.search.returnPressed.connect(self._find)
        self.next_change = Button(translate("Requests", "Next change"))
        self.next_change.clicked.connect(self._next_change)
        self.curl = CopyButton(self._presenter.curl, translate("Requests", "Copy as curl"))
        for widget in (self.direction, self.form, self.attempt):
            above.addWidget(widget)
        above.addStretch(1)
        below.addWidget(self.search, 1)
        below.addWidget(self.next_change)
        below.addWidget(self.curl)
        rows = QVBoxLayout()
        rows.setSpacing(SPACE.s)
        for row in (above, below):
            row.setSpacing(SPACE.s)
            rows.addLayout(row)
        return rows

    def _names(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.left_name, self.right_name = Secondary(), Secondary()
        self.copy_left = CopyButton(lambda: self._pair().left)
        self.copy_right = CopyButton(lambda: self._pair().right)
        for name, copy in (
            (self.left_name, self.copy_left),
            (self.right_name, self.copy_right),
        ):
            row.addWidget(name, 1)
            row.addWidget(copy)
        return row

    def show_state(self) -> None:
        """Show what the presenter says now."""
        state = self._presenter.state
        pair = self._pair()
        asked = self.direction.value == "asked"
        self.left_name.set(
            translate("Requests", "The client sent")
            if asked
            else translate("Requests", "The provider answered")
        )
        self.right_name.set(
            translate("Requests", "The provider got")
            if asked
            else translate("Requests", "The client got")
        )
        numbers = [str(number) for number in range(1, state.attempts + 1)]
        words = translate("Requests", "Attempt {number}")
        self.attempt.offer([(each, words.format(number=each)) for each in numbers])
        self.attempt.choose(str(state.attempt))
        self.attempt.setVisible(state.attempts > 1)
        self.trouble.set(pair.trouble)
        self.trouble.setVisible(bool(pair.trouble))
        self.model.show_rows(pair.rows)
        _fill(self.left, pair.left)
        _fill(self.right, pair.right)
        self.curl.setEnabled(self._presenter.can_copy_curl)
        self.copy_left.setEnabled(bool(pair.left))
        self.copy_right.setEnabled(bool(pair.right))
        self.next_change.setEnabled(bool(self.model.changes))
        if not self.comparison.currentIndex().isValid():
            self._show_whole(QModelIndex())

    def _show_form(self) -> None:
        self._views.setCurrentIndex(0 if self.form.value == "meant" else 1)
        self.next_change.setVisible(self.form.value == "meant")

    def _pair(self) -> Pair:
        state = self._presenter.state
        return state.asked if self.direction.value == "asked" else state.answered

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        self._show_whole(index)

    def _show_whole(self, index: QModelIndex) -> None:
        row = index.data(ROW) if index.isValid() else None
        _fill(self.left_whole, row.left.text if row is not None and row.left else "")
        _fill(self.right_whole, row.right.text if row is not None and row.right else "")

    def _next_change(self) -> None:
        self.comparison.choose(self.model.next_change(self.comparison.currentIndex().row()))

    def _find(self) -> None:
        words = self.search.text()
        if not words:
            return
        if self.form.value == "meant":
            self.comparison.choose(self.model.find(words, self.comparison.currentIndex().row()))
            return
        for side in (self.left, self.right):
            if not side.find(words):
                side.moveCursor(QTextCursor.MoveOperation.Start)
                side.find(words, QTextDocument.FindFlag(0))


def _text() -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setFont(code_font())
    view.setTabChangesFocus(True)
    return view


def _beside(left: QPlainTextEdit, right: QPlainTextEdit) -> QSplitter:
    left.setAccessibleName(translate("Requests", "Left side"))
    right.setAccessibleName(translate("Requests", "Right side"))
    both = QSplitter(Qt.Orientation.Horizontal)
    both.setChildrenCollapsible(False)
    both.addWidget(left)
    both.addWidget(right)
    return both


def _fill(view: QPlainTextEdit, text: str) -> None:
    if view.toPlainText() != text:
        view.setPlainText(text)
