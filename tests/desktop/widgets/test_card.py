from pytestqt.qtbot import QtBot

from app.desktop.widgets.card import Card, Rule
from app.desktop.widgets.text import Body


def test_a_card_holds_a_column(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    words, rule = Body("one"), Rule()
    card.body.addWidget(words)
    card.body.addWidget(rule)
    assert words.parentWidget() is card
    assert card.property("card") is True
    assert rule.property("rule") is True
