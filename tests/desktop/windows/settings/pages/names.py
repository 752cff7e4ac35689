"""What a screen reader would say of a page's controls."""

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

_CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTableView)


def nameless(page: QWidget) -> list[QWidget]:
    """The controls of which nothing could be said; Qt's own inner parts are left out."""
    found: list[QWidget] = []
    for kind in _CONTROLS:
        found += page.findChildren(kind)
    return [each for each in found if not _inner(each) and not _name(each)]


def _inner(control: QWidget) -> bool:
    return control.objectName().startswith("qt_")


def _name(control: QWidget) -> str:
    words = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or words
