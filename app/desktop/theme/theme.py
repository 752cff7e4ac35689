"""The look of the process: which palette holds now, followed live when the system decides."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase
from PySide6.QtWidgets import QApplication, QStyle

from app.desktop.program.listeners import Listeners
from app.desktop.theme.palette import palette
from app.desktop.theme.style import style_sheet
from app.desktop.theme.tokens import DARK, FONT, LIGHT, Tokens

Choice = Literal["system", "light", "dark"]


class Theme:
    """`tokens` are the colours of now; `changed` is told after the application has them."""

    def __init__(self) -> None:
        self.changed: Listeners[None] = Listeners()
        self._dark = False
        self._choice: Choice = "light"
        self._application: QApplication | None = None

    @property
    def tokens(self) -> Tokens:
        """The palette of now."""
        return DARK if self._dark else LIGHT

    @property
    def dark(self) -> bool:
        """Whether it is the dark one."""
        return self._dark

    @property
    def motion(self) -> bool:
        """Whether things may move: not when the system asks for less of it."""
        style = QApplication.style() if self._application else None
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        return style is not None and style.styleHint(hint) > 0

    def color(self, name: str) -> QColor:
        """A token by its name ("accent"), or a chart's colour as "series0" to "series7"."""
        if name.startswith("series"):
            return QColor(self.tokens.series[int(name[6:]) % len(self.tokens.series)])
        return QColor(getattr(self.tokens, name))

    def apply(self, application: QApplication, choice: Choice) -> None:
        """Give `application` our style, font and colours, and keep to the system where it says."""
        hints = application.styleHints()
        self._choice = choice
        if self._application is not application:
            self._application = application
            application.setStyle("Fusion")
            application.setFont(body_font())
            hints.colorSchemeChanged.connect(self._follow)
        # Qt tells the window manager, so that the title bar is in the same colours.
        hints.setColorScheme(
            {
                "system": Qt.ColorScheme.Unknown,
                "light": Qt.ColorScheme.Light,
                "dark": Qt.ColorScheme.Dark,
            }[choice]
        )
        self._paint()

    def _follow(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice == "system":
            self._paint()

    def _paint(self) -> None:
        application = self._application
        if application is None:
            return
        system = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = system if self._choice == "system" else self._choice == "dark"
        sheet = style_sheet(DARK if dark else LIGHT)
        if application.styleSheet() == sheet and dark == self._dark:
            return
        self._dark = dark
        application.setPalette(palette(self.tokens))
        application.setStyleSheet(sheet)
        self.changed.tell(None)


def body_font() -> QFont:
    """The system's own font in our size, with figures that stand under each other."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(FONT.body)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def code_font() -> QFont:
    """The system's fixed font in our size."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(FONT.body - 1)
    return font


_theme = Theme()


def theme() -> Theme:
    """The one look of this process."""
    return _theme
