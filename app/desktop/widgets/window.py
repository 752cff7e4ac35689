"""What our windows share: Tab goes through them as they are read.

Qt's own order is that in which widgets were made: a card that comes later would be reached after
everything else.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QLayout,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QWidget,
)


class Window(QMainWindow):
    """A main window whose focus follows its layouts."""

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: N802 - Qt's own
        """Go to what is read next, or was read before."""
        return go_on(self, next_)


def go_on(window: QWidget, next_: bool) -> bool:
    """Give the focus to what is read next in `window`, or before; round the end.

    Whether there was anything to give it to. For the `focusNextPrevChild` of other windows.
    """
    stops = list(reading_order(window))
    if not stops:
        return False
    now = QApplication.focusWidget()
    reason = Qt.FocusReason.TabFocusReason if next_ else Qt.FocusReason.BacktabFocusReason
    before = stops.index(now) if now in stops else (-1 if next_ else 0)
    stop = stops[(before + (1 if next_ else -1)) % len(stops)]
    stop.setFocus(reason)
    _show(stop)
    return True


def reading_order(window: QWidget) -> Iterator[QWidget]:
    """What Tab stops at in `window`, as it is read: layouts from their first item to the last."""
    for widget in _walk(window):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
            yield widget


def _walk(widget: QWidget) -> Iterator[QWidget]:
    if widget.isWindow() or widget.isVisible():
        yield widget
        for child in _inside(widget):
            yield from _walk(child)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    match widget:
        case QMainWindow():
            inside = [widget.centralWidget()]
        case QScrollArea():
            inside = [widget.widget()]
        case QStackedWidget():
            inside = [widget.currentWidget()]
        case QSplitter():
            inside = [widget.widget(number) for number in range(widget.count())]
        case QAbstractScrollArea():  # a list or a text: one stop, whatever is inside
            inside = []
        case _:
            layout = widget.layout()
            inside = list(_laid_out(layout)) if layout is not None else []
    yield from (each for each in inside if each is not None)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def _show(widget: QWidget) -> None:
    """Scroll what now has the focus into view, in every area that it lies in."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
