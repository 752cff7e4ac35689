"""What the pages with a presenter share: they read when they are seen, and copy for it."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QWidget

from app.desktop.presenters.editing import EditingPresenter
from app.desktop.widgets.busy_line import BusyLine
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.page import Page


class PresentedPage(Page):
    """Shows its presenter's state: `refresh` does that, once for all changes of one turn.

    A page that is not seen is not painted anew: it catches up when it is shown. `read` asks the
    program again for what it does not tell of by itself.
    """

    def __init__(
        self,
        title: str,
        sentence: str,
        presenter: EditingPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, sentence, parent)
        self._asked: CopyButton | None = None
        self._order: list[QWidget] = []
        self.busy = BusyLine(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._refresh_now)
        presenter.watch(presenter.changed.connect(lambda _: self._changed()))
        # What was refused has changed nothing: a switch that was flipped for it goes back.
        presenter.watch(presenter.failed.connect(lambda _: self._changed()))

    def refresh(self) -> None:
        """Show what holds now."""
        raise NotImplementedError

    def read(self) -> None:
        """Ask again for what is not told."""

    def copy_button(self, name: str, ask: Callable[[], None]) -> CopyButton:
        """A button that copies what the presenter then gives to `copied`."""
        button = CopyButton(lambda: "", name)

        def asked() -> None:
            self._asked = button
            ask()

        button.clicked.connect(asked)
        return button

    def copied(self, text: str) -> None:
        """Put `text` on the clipboard; the button that asked for it says so."""
        if self._asked is not None:
            self._asked.copied(text)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own
        """Keep the busy line over the page's upper edge."""
        super().resizeEvent(event)
        self.busy.setGeometry(0, 0, self.width(), self.busy.height())
        self.busy.raise_()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Catch up."""
        super().showEvent(event)
        self.read()
        self._refresh_now()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """What changes from now on can wait."""
        super().hideEvent(event)
        self._soon.stop()

    def _changed(self) -> None:
        if self.isVisible():
            self._soon.start()

    def _refresh_now(self) -> None:
        self._soon.stop()
        self.refresh()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let the tab key go as one reads, also through parts that were added later."""
        order = list(_laid_out(self.body))
        if order != self._order:
            self._order = order
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)


def _tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """What the tab key reaches in `widget`, in the order in which it is laid out."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    elif (layout := widget.layout()) is not None:
        yield from _laid_out(layout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield from _tab_stops(widget)
        elif inner is not None:
            yield from _laid_out(inner)
