"""A setting: its name, what it means, its field, and what is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.text import Secondary, Text

_FIELD_WIDTH = 260


class FieldRow(QWidget):
    """The label's words become the field's accessible name where it has none."""

    def __init__(
        self, label: str, field: QWidget, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = field
        # A field without a name of its own calls itself by what stands in it while it is empty.
        if field.accessibleName() in ("", field.property("placeholderText")):
            field.setAccessibleName(label)
        if hint and not field.accessibleDescription():
            field.setAccessibleDescription(hint)
        # A label with a buddy takes "&" for the mark of a shortcut.
        self._label = Text(label.replace("&", "&&"), wrap=True)
        self._label.setBuddy(field)
        self._hint = Secondary(hint)
        if not hint:
            self._hint.hide()  # what has no place yet is a window as soon as it is made visible
        self._problem = Secondary()
        self._problem.tone("bad")
        self._problem.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)  # a single line stands in the middle, beside its field
        for part in (self._label, self._hint, self._problem):
            words.addWidget(part)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, SPACE.xs, 0, SPACE.xs)
        row.setSpacing(SPACE.l)
        row.addLayout(words, 1)
        if field.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Fixed:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        else:
            field.setMaximumWidth(_FIELD_WIDTH)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)

    def problem(self, sentence: str) -> None:
        """Say under the field what is wrong with it; "" takes that away."""
        self._problem.set(sentence)
        self._problem.setVisible(bool(sentence))
        wrong = bool(sentence)
        if bool(self.field.property("wrong")) != wrong:
            self.field.setProperty("wrong", wrong)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)

    def hint(self, sentence: str) -> None:
        """Another explanation under the label."""
        self._hint.set(sentence)
        self._hint.setVisible(bool(sentence))
