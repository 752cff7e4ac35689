"""The menu: what is on, where it goes, what it cost, what is wrong, and the way to everything."""

import time
from collections.abc import Callable

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from app.desktop.presenters.tray import TrayPresenter
from app.desktop.program.server import Power
from app.desktop.tray import words
from app.desktop.tray.connect_menu import ConnectMenu
from app.desktop.tray.entries import set_text
from app.desktop.tray.route_menu import RouteMenu
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate


class TrayMenu(QMenu):
    """Follows the presenter while it is open too; no entry is ever replaced under the pointer."""

    def __init__(self, presenter: TrayPresenter, open_: Opener) -> None:
        super().__init__()
        self._presenter, self._open = presenter, open_
        self._power = self._action(presenter.toggle)
        self._power.setCheckable(True)
        self._trouble = self._action(lambda: open_.settings("server"))
        self.addSeparator()
        self._no_provider = self._action(open_.first_run)
        self._route = RouteMenu(presenter, open_, self)
        self.addMenu(self._route)
        self._today = self._action(open_.usage)
        self._budget = self._action(lambda: open_.settings("budgets"))
        self._connect = ConnectMenu(presenter, open_, self)
        self.addMenu(self._connect)
        self.addSeparator()
        self._error = self._action(self._show_error)
        self._after_error = self.addSeparator()
        self._action(open_.requests, translate("Tray", "Requests…"))
        self._action(open_.usage, translate("Tray", "Usage…"))
        self._action(open_.settings, translate("Tray", "Settings…"))
        self._action(open_.help, translate("Tray", "Help"))
        self.addSeparator()
        self._pause = self._action(self._paused)
        self._quit = self._action(open_.quit)
        self._endings = [
            presenter.changed.connect(lambda _: self.refresh()),
            presenter.to_copy.connect(copy),
        ]
        self.aboutToShow.connect(self._opening)
        self.refresh()

    def refresh(self) -> None:
        """Say what holds now, in the entries that are there."""
        state = self._presenter.state
        set_text(self._power, words.power(state))
        self._power.setChecked(state.runs)
        self._power.setEnabled(state.server.power is not Power.STOPPING)
        _say(self._trouble, words.trouble(state))
        ready = bool(state.providers)
        _say(self._no_provider, "" if ready else translate("Tray", "Set up a provider…"))
        set_text(self._route.menuAction(), words.route(state))
        self._route.menuAction().setVisible(ready)
        self._route.show_state(state)
        set_text(self._today, words.today(state))
        _say(self._budget, words.budget(state))
        self._connect.show_state(state)
        error = words.last_error(state, round(time.time() * 1000))
        _say(self._error, error)
        self._after_error.setVisible(bool(error))
        paused = state.server.power is Power.PAUSED
        said = translate("Tray", "Resume") if paused else translate("Tray", "Pause for an hour")
        _say(self._pause, said if paused or state.runs else "")
        set_text(self._quit, words.quitting(state))

    def close_down(self) -> None:
        """Follow the presenter no more; for a menu that another language's takes the place of."""
        for ending in self._endings:
            ending()
        self.close()
        self.deleteLater()

    def _action(self, call: Callable[[], None], text: str = "") -> QAction:
        action = self.addAction(text)
        action.triggered.connect(lambda: call())  # triggered(bool) is nobody's argument
        return action

    def _opening(self) -> None:
        self.refresh()
        self._presenter.look()

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


def copy(text: str) -> None:
    """Put `text` on the clipboard."""
    QGuiApplication.clipboard().setText(text)


def _say(action: QAction, text: str) -> None:
    """Name an entry that is only there when it has something to say."""
    if text:
        set_text(action, text)
    action.setVisible(bool(text))
