"""Widgets taken away from where they stand."""

from PySide6.QtWidgets import QLayout, QWidget


def put_away(widget: QWidget) -> None:
    """Take `widget` from its window, and delete it in a moment: it may be the one that asks."""
    widget.hide()  # what has the focus gives it to its neighbour while there still is one
    parent = widget.parentWidget()
    layout = parent.layout() if parent is not None else None
    if layout is not None:
        layout.removeWidget(widget)
    widget.deleteLater()


def empty(layout: QLayout) -> None:
    """Take away everything that stands in `layout`."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
