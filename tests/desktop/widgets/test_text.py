from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.text import Body, Heading, Number, Secondary, Text, Title


def test_words_are_never_read_as_html(qtbot: QtBot) -> None:
    for made in (Title, Heading, Body, Secondary, Number):
        label = made("<b>model</b> & co")
        qtbot.addWidget(label)
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert label.text() == "<b>model</b> & co"


def test_sentences_wrap_and_names_do_not(qtbot: QtBot) -> None:
    sentence, name = Body("long"), Title("short")
    qtbot.addWidget(sentence)
    qtbot.addWidget(name)
    assert sentence.wordWrap()
    assert not name.wordWrap()


def test_a_text_says_something_else_in_another_tone(qtbot: QtBot) -> None:
    label = Text("before")
    qtbot.addWidget(label)
    label.set("after", "bad")
    assert label.text() == "after"
    assert label.property("tone") == "bad"
    label.set("after", "")
    assert label.property("tone") == ""
