"""What a person sees of the running program: the icon or the small window, and what they open."""

import logging
from collections.abc import Callable
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.desktop.notifications import Notifications
from app.desktop.presenters.first_run import under_way
from app.desktop.presenters.tray import TrayPresenter
from app.desktop.program import Program
from app.desktop.theme.theme import theme
from app.desktop.translations import Translations
from app.desktop.tray.icon import TrayIcon
from app.desktop.tray.menu import TrayMenu
from app.desktop.windows.opener import Windows, raise_window
from app.desktop.windows.small.window import SmallWindow
from app.desktop.wording import amounts
from app.settings.schema import Settings

log = logging.getLogger(__name__)


class Desktop:
    """Follows the settings' language and theme. `quit_` ends the program."""

    def __init__(
        self,
        application: QApplication,
        program: Program,
        quit_: Callable[[], None],
        host: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        self._application, self._program, self._quit = application, program, quit_
        settings = program.configuration.settings
        self._language, self._theme = settings.desktop.language, settings.desktop.theme
        self._zone = settings.accounting.timezone
        self._translations = Translations(application)
        self._speak()
        theme().apply(application, self._theme)
        self.windows = Windows(program, quit_)
        self.presenter = TrayPresenter(program)
        self.menu = TrayMenu(self.presenter, self.windows)
        self.small: SmallWindow | None = None
        self.icon = TrayIcon(
            self.presenter, self.menu, self.windows.usage, self._without_tray, host
        )
        self._notifications = Notifications(program, self.windows, self.icon.tell)
        self._gave_up = False
        self._endings = [
            program.configuration.changed.connect(self._configured),
            self.windows.emptied.connect(lambda _: self._stand_in()),
        ]

    def begin(self, *, minimised: bool = False) -> None:
        """Appear; where nothing is set up yet, or only half of it, with the first steps."""
        self.presenter.begin()
        self.icon.begin()
        if not minimised and (
            under_way(self._program) or not self._program.configuration.settings.providers
        ):
            self.show()

    def show(self) -> None:
        """A person started the program again: they look for it."""
        # Where the settings cannot be read, the small window says what is wrong.
        if under_way(self._program):
            self.windows.first_run()
        else:
            self._show_small()

    def remember(self) -> None:
        """Keep where the windows are."""
        self.windows.remember()

    def end(self) -> None:
        """Close the windows; the icon stays until the last answer is finished."""
        for ending in self._endings:
            ending()
        self._notifications.close()
        self.windows.close_all()
        if self.small is not None:
            self.small.close_down()
            self.small = None

    def close(self) -> None:
        """Be gone."""
        self.end()
        self.icon.close()
        self.menu.close_down()
        self.presenter.close()

    def _show_small(self) -> None:
        if self.small is None:
            self.small = SmallWindow(self.presenter, self.windows)
        raise_window(self.small)

    def _without_tray(self) -> None:
        self._gave_up = True
        self._stand_in()

    def _stand_in(self) -> None:
        """Be to be seen where there is no icon; the first steps, if they are open, come first."""
        needed = self._gave_up and not self.icon.visible and self.small is None
        if needed and not self.windows.names:
            self._show_small()

    def _configured(self, settings: Settings) -> None:
        desktop, zone = settings.desktop, settings.accounting.timezone
        if desktop.theme != self._theme:
            self._theme = desktop.theme
            theme().apply(self._application, desktop.theme)
        if (desktop.language, zone) != (self._language, self._zone):
            self._language, self._zone = desktop.language, zone
            self._speak()
            self._in_another_language()

    def _speak(self) -> None:
        """Say everything in the settings' language, and times in their zone, from now on."""
        try:
            self._translations.use(self._language)
        except FileNotFoundError as error:
            log.error("%s", error)  # a damaged installation: English is in the program itself
            self._translations.use("en")
        amounts.use(self._translations.language, ZoneInfo(self._zone) if self._zone else None)

    def _in_another_language(self) -> None:
        old, self.menu = self.menu, TrayMenu(self.presenter, self.windows)
        self.icon.use(self.menu)
        old.close_down()
        if self.small is not None:
            visible = self.small.isVisible()
            self.small.close_down()
            self.small = None
            if visible:
                self._show_small()
        self.windows.rebuild()
