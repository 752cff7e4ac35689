"""Buttons with words, and buttons with an icon alone."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from app.desktop.icons import icon as drawn
from app.desktop.widgets.focus import note_focus

Kind = Literal["plain", "primary", "danger", "link"]

_COLORS = {"plain": "text", "primary": "on_accent", "danger": "bad", "link": "accent_text"}
_SIDE = 16
_GAP = 3  # more room between icon and words than Fusion leaves


class Button(QPushButton):
    """A button with words. A page has one that is "primary"; a "link" leads somewhere else."""

    def __init__(
        self, text: str, kind: Kind = "plain", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        if icon:
            self.setIcon(drawn(icon, _COLORS[kind]))
            self.setIconSize(QSize(_SIDE + _GAP, _SIDE))
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show a ring to the keyboard."""
        note_focus(self, event)
        super().focusInEvent(event)


class IconButton(QToolButton):
    """An icon alone; `name` is what a screen reader and the tooltip say."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(_SIDE, _SIDE))
        self.show_icon(icon, name)

    def show_icon(self, icon: str, name: str) -> None:
        """Another icon with another name, when pressing has another meaning."""
        self.setIcon(drawn(icon, "secondary"))
        self.setAccessibleName(name)
        self.setToolTip(name)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show a ring to the keyboard."""
        note_focus(self, event)
        super().focusInEvent(event)
