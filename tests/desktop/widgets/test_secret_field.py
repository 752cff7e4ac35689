from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.desktop.widgets.secret_field import SecretField


def test_a_secret_is_taken_once_and_forgotten(qtbot: QtBot) -> None:
    field = SecretField("Paste the key")
    qtbot.addWidget(field)
    told: list[bool] = []
    field.edited.connect(told.append)
    qtbot.keyClicks(field, " sk-1 ")
    assert field.take() == "sk-1"
    assert field.text() == ""
    assert field.take() == ""
    assert not field.isUndoAvailable()
    assert told[-2:] == [True, False]


def test_it_is_masked_unless_its_eye_is_on(qtbot: QtBot) -> None:
    field = SecretField()
    qtbot.addWidget(field)
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert field.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData
    eye = field.actions()[0]
    eye.trigger()
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    qtbot.keyClicks(field, "sk-2")
    field.take()
    assert field.echoMode() is QLineEdit.EchoMode.Password
