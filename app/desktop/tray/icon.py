"""The icon beside the clock: there as soon as a panel takes it, and again where a panel comes back.

An icon that is shown before its host is there never appears where the host is a StatusNotifier one
(measured, with Qt 6.11), so the host is waited for. Qt gives no signal for it: it is asked.
"""

import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from app.desktop.presenters.tray import TrayPresenter
from app.desktop.presenters.tray_state import Mark
from app.desktop.theme.theme import theme
from app.desktop.tray import words
from app.desktop.tray.mark import FRAMES, mark_icon
from app.desktop.tray.menu import TrayMenu

GIVE_UP_SECONDS = 60
_ASK_MS = 1_000
_ASK_LATER_MS = 30_000  # a panel that is started, or an extension that is switched on, later
_FRAME_MS = 250


class TrayIcon(QObject):
    """Shows the presenter's state. `clicked` is what a left click does.

    `without_host` is called once where no host came within a minute; it is looked for from then on
    only now and then.
    """

    def __init__(
        self,
        presenter: TrayPresenter,
        menu: TrayMenu,
        clicked: Callable[[], None],
        without_host: Callable[[], None],
        host: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        super().__init__()
        self._presenter, self._menu = presenter, menu
        self._clicked, self._without_host, self._host = clicked, without_host, host
        self._asked = 0
        self._icon: QSystemTrayIcon | None = None
        self._told: Callable[[], None] = _nothing
        self._mark = Mark()
        self._frame = 0
        self._asking = QTimer(self, interval=_ASK_MS)
        self._asking.timeout.connect(self._ask)
        self._moving = QTimer(self, interval=_FRAME_MS)
        self._moving.timeout.connect(self._move)
        self._ending = presenter.changed.connect(lambda _: self.refresh())

    @property
    def visible(self) -> bool:
        """Whether a panel has it."""
        return self._icon is not None

    def begin(self) -> None:
        """Be there, as soon as that is possible."""
        self._ask()
        if self._icon is None:
            self._asking.start()

    def use(self, menu: TrayMenu) -> None:
        """Have another menu: the same in another language."""
        self._menu = menu
        if self._icon is not None:
            self._icon.setContextMenu(menu)
        self.refresh()

    def refresh(self) -> None:
        """Look as the state is; the arc runs while requests do, and no timer at any other time."""
        state = self._presenter.state
        self._mark = state.mark
        moves = self._icon is not None and state.mark.busy and state.mark.on and theme().motion
        if moves and not self._moving.isActive():
            self._moving.start()
        elif not moves:
            self._moving.stop()
        self._draw()
        if self._icon is not None:
            tooltip = words.tooltip(state)
            if self._icon.toolTip() != tooltip:
                self._icon.setToolTip(tooltip)

    def tell(self, title: str, sentence: str, clicked: Callable[[], None]) -> bool:
        """Show a notification; False where there is no icon to show it by."""
        if self._icon is None:
            return False
        self._told = clicked
        self._icon.showMessage(title, sentence, mark_icon(self._mark), 10_000)
        return True

    def close(self) -> None:
        """Be gone."""
        self._ending()
        self._asking.stop()
        self._moving.stop()
        if self._icon is not None:
            self._icon.hide()
            self._icon = None

    def _ask(self) -> None:
        if self._host():
            self._asking.stop()
            self._appear()
            return
        self._asked += 1
        if self._asked == GIVE_UP_SECONDS:
            self._asking.setInterval(_ASK_LATER_MS)
            self._without_host()

    def _appear(self) -> None:
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self._message_clicked)
        self.refresh()
        self._icon.show()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # On macOS a click has opened the menu already.
        if reason is QSystemTrayIcon.ActivationReason.Trigger and sys.platform != "darwin":
            self._clicked()

    def _message_clicked(self) -> None:
        told, self._told = self._told, _nothing
        told()

    def _move(self) -> None:
        self._frame = (self._frame + 1) % FRAMES
        self._draw()

    def _draw(self) -> None:
        if self._icon is None:
            return
        frame = self._frame if self._mark.busy else 0
        icon = mark_icon(self._mark, frame)
        if icon.cacheKey() != self._icon.icon().cacheKey():
            self._icon.setIcon(icon)


def _nothing() -> None:
    return
