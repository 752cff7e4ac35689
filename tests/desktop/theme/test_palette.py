from PySide6.QtGui import QColor, QPalette

from app.desktop.theme.palette import palette
from app.desktop.theme.tokens import DARK, LIGHT


def test_every_role_comes_from_the_tokens() -> None:
    made = palette(DARK)
    assert made.color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert made.color(QPalette.ColorRole.Text) == QColor(DARK.text)
    assert made.color(QPalette.ColorRole.Accent) == QColor(DARK.accent)


def test_disabled_words_are_faint() -> None:
    made = palette(LIGHT)
    disabled = QPalette.ColorGroup.Disabled
    assert made.color(disabled, QPalette.ColorRole.WindowText) == QColor(LIGHT.faint)
    assert made.color(disabled, QPalette.ColorRole.ButtonText) == QColor(LIGHT.faint)
