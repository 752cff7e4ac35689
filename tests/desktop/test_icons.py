import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop.icons import icon
from app.desktop.theme.theme import theme
from app.desktop.theme.tokens import DARK, LIGHT
from app.platform.resources import resources

NAMES = sorted(path.stem for path in (resources() / "icons").glob("*.svg"))


def colors(image: QImage) -> set[str]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something_at_every_size(qapp: QApplication, name: str) -> None:
    for side in (16, 24, 48):
        drawn = icon(name).pixmap(QSize(side, side)).toImage()
        assert any(drawn.pixelColor(x, y).alpha() for x in range(side) for y in range(side))


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_by_the_same_rules(name: str) -> None:
    text = (resources() / "icons" / f"{name}.svg").read_text("utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-linecap="round"' in text
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) <= {"none", "currentColor"}
    assert len(text) < 2000


def test_an_icon_that_is_not_there_is_refused(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("unheard-of")


def test_an_icon_has_the_colour_of_its_token_in_the_theme_of_now(qapp: QApplication) -> None:
    drawn = icon("stop", "accent")
    theme().apply(qapp, "light")
    assert QColor(LIGHT.accent).name() in colors(drawn.pixmap(QSize(48, 48)).toImage())
    theme().apply(qapp, "dark")
    assert QColor(DARK.accent).name() in colors(drawn.pixmap(QSize(48, 48)).toImage())
    theme().apply(qapp, "light")


def test_a_disabled_icon_is_faint(qapp: QApplication) -> None:
    drawn = icon("stop").pixmap(QSize(48, 48), QIcon.Mode.Disabled)
    assert QColor(theme().tokens.faint).name() in colors(drawn.toImage())


def test_an_icon_outlives_whoever_made_it(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.setIcon(icon("plus"))
    copy = QIcon(button.icon())
    button.setIcon(QIcon())
    assert not copy.pixmap(QSize(16, 16)).isNull()
