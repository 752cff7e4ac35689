"""The tray's facts and actions in a small window of their own."""

import time

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.desktop.presenters.tray import TrayPresenter
from app.desktop.presenters.tray_state import TrayState
from app.desktop.program.notices import NoticeKind
from app.desktop.program.server import Power
from app.desktop.theme.tokens import SPACE
from app.desktop.tray import words
from app.desktop.tray.connect_menu import ConnectMenu
from app.desktop.tray.mark import mark_icon
from app.desktop.tray.menu import copy
from app.desktop.tray.route_menu import RouteMenu
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Body, Heading, Secondary, Text
from app.desktop.widgets.window import go_on
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate

_MARK = 32
_WIDTH = 350


class SmallWindow(QWidget):
    """Closing it leaves the program running: the next start shows it again."""

    def __init__(self, presenter: TrayPresenter, open_: Opener) -> None:
        super().__init__()
        self._presenter, self._open = presenter, open_
        self.setWindowTitle("Dragoman")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.l, SPACE.l, SPACE.l, SPACE.l)
        column.setSpacing(SPACE.m)
        column.addLayout(self._head())
        self._trouble = Body()
        self._trouble.tone("bad")
        column.addWidget(self._trouble)
        column.addWidget(self._facts())
        self._error = Button("", "link", "warning")
        self._error.clicked.connect(self._show_error)
        column.addWidget(self._error, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._windows())
        column.addStretch(1)
        column.addWidget(
            Secondary(
                translate(
                    "Tray",
                    "Closing this window leaves Dragoman running. Start it again to come back.",
                )
            )
        )
        column.addLayout(self._end())
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        self._endings = [
            presenter.changed.connect(lambda _: self.refresh()),
            presenter.to_copy.connect(self._copied),
        ]
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        state = self._presenter.state
        self._mark.setPixmap(mark_icon(state.mark).pixmap(QSize(_MARK, _MARK)))
        self._power.set(words.power(state))
        self._switch.setChecked(state.runs)
        self._switch.setEnabled(state.server.power is not Power.STOPPING)
        _say(self._trouble, words.trouble(state, whole=True))
        ready = bool(state.providers)
        self._route.setText(
            words.target(state.routes[0]) if ready else translate("Tray", "Set up a provider…")
        )
        self._route_menu.show_state(state)
        self._today.setText(words.sums(state))
        self._budget.setText(words.closest_budget(state) or translate("Tray", "none"))
        self._clients.setText(words.connected_names(state) or translate("Tray", "Choose…"))
        self._connect_menu.show_state(state)
        error = words.last_error(state, round(time.time() * 1000))
        self._error.setText(error.lstrip("⚠ "))
        above = self._trouble.text() and _of_server(state)
        self._error.setVisible(bool(error) and not above)
        paused = state.server.power is Power.PAUSED
        self._pause.setText(
            translate("Tray", "Resume") if paused else translate("Tray", "Pause for an hour")
        )
        self._pause.setVisible(paused or state.runs)
        self._quit.setText(words.quitting(state))

    def close_down(self) -> None:
        """Be gone for good; another language's takes its place, or the program ends."""
        for ending in self._endings:
            ending()
        self.close()
        self.deleteLater()

    def showEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Read what nothing tells of, as a menu does when it opens."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event, passed on
        self._presenter.look()

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: N802 - Qt's own
        """Go to what is read next, or was read before."""
        return go_on(self, next_)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Hide."""
        self.hide()
        event.accept()

    def _head(self) -> QHBoxLayout:
        self._mark = QLabel()
        self._mark.setAccessibleName("Dragoman")
        self._power = Text()
        self._switch = Switch(translate("Tray", "Server"))
        self._switch.clicked.connect(lambda: self._presenter.toggle())
        words_ = QVBoxLayout()
        words_.setSpacing(0)
        words_.addWidget(Heading("Dragoman"))
        words_.addWidget(self._power)
        head = QHBoxLayout()
        head.setSpacing(SPACE.m)
        head.addWidget(self._mark)
        head.addLayout(words_, 1)
        head.addWidget(self._switch)
        return head

    def _facts(self) -> Card:
        presenter, open_ = self._presenter, self._open
        card = Card()
        card.setMinimumWidth(_WIDTH)  # the window's own would let its words be cut
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE.m)
        grid.setVerticalSpacing(SPACE.xs)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        self._route_menu = RouteMenu(presenter, open_, self)
        self._connect_menu = ConnectMenu(presenter, open_, self)
        self._route = _fact(grid, translate("Tray", "Route"))
        self._route.clicked.connect(self._routed)
        self._today = _fact(grid, translate("Tray", "Today"))
        self._today.clicked.connect(open_.usage)
        self._budget = _fact(grid, translate("Tray", "Budget"))
        self._budget.clicked.connect(lambda: open_.settings("budgets"))
        self._clients = _fact(grid, translate("Tray", "Connected"), self._connect_menu)
        return card

    def _windows(self) -> QHBoxLayout:
        open_ = self._open
        row = QHBoxLayout()
        row.setSpacing(SPACE.s)
        for text, icon, call in (
            (translate("Tray", "Requests"), "requests", lambda: open_.requests()),
            (translate("Tray", "Usage"), "usage", lambda: open_.usage()),
            (translate("Tray", "Settings"), "general", lambda: open_.settings()),
            (translate("Tray", "Help"), "help", lambda: open_.help()),
        ):
            button = Button(text, icon=icon)
            button.clicked.connect(call)
            row.addWidget(button)
        return row

    def _end(self) -> QHBoxLayout:
        self._pause = Button("", "link")
        self._pause.clicked.connect(self._paused)
        self._quit = Button("", "link")
        self._quit.clicked.connect(self._open.quit)
        row = QHBoxLayout()
        row.addWidget(self._pause)
        row.addStretch(1)
        row.addWidget(self._quit)
        return row

    def _routed(self) -> None:
        if self._presenter.state.providers:
            self._route_menu.popup(self._route.mapToGlobal(self._route.rect().bottomLeft()))
        else:
            self._open.first_run()

    def _paused(self) -> None:
        if self._presenter.state.server.power is Power.PAUSED:
            self._presenter.resume()
        else:
            self._presenter.pause()

    def _show_error(self) -> None:
        error = self._presenter.state.last_error
        self._presenter.dismiss()
        if error is not None:
            self._open.requests(error.request_id)

    def _copied(self, text: str) -> None:
        if self.isVisible():
            copy(text)


def _fact(grid: QGridLayout, name: str, menu: QMenu | None = None) -> Button:
    """A row: what it is, and a button that says its value."""
    value = Button("", "link")
    value.setAccessibleDescription(name)
    value.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    if menu is not None:
        value.setMenu(menu)
    row = grid.rowCount()
    grid.addWidget(Secondary(name), row, 0)
    grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignLeft)
    return value


def _of_server(state: TrayState) -> bool:
    """Whether the last error is that the server is not on."""
    return state.last_error is not None and state.last_error.kind is NoticeKind.SERVER


def _say(label: Text, text: str) -> None:
    label.set(text)
    label.setVisible(bool(text))
