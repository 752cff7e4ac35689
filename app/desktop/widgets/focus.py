"""The ring of the keyboard's focus: shown to whoever goes by keyboard, not after every click."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget


def note_focus(widget: QWidget, event: QFocusEvent) -> None:
    """Let the style sheet know, before `event` is handled, whether a ring is due on `widget`.

    A window that comes back to the front leaves it as it was.
    """
    reason = event.reason()
    if reason is Qt.FocusReason.ActiveWindowFocusReason:
        return
    quiet = reason is Qt.FocusReason.MouseFocusReason
    if bool(widget.property("quiet")) != quiet:
        widget.setProperty("quiet", quiet)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()


def has_ring(widget: QWidget) -> bool:
    """Whether a widget that paints itself draws its ring."""
    return widget.hasFocus() and not widget.property("quiet")
