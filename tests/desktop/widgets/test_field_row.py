from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text_field import TextField


def shown(row: FieldRow) -> list[str]:
    return [label.text() for label in row.findChildren(QLabel) if label.isVisibleTo(row)]


def test_a_row_names_and_explains_its_field(qtbot: QtBot) -> None:
    row = FieldRow("People & keys", TextField(), "Who may use it.")
    qtbot.addWidget(row)
    assert shown(row) == ["People && keys", "Who may use it."]
    assert row.field.accessibleName() == "People & keys"
    assert row.field.accessibleDescription() == "Who may use it."


def test_what_is_wrong_stands_under_it_until_it_is_right(qtbot: QtBot) -> None:
    row = FieldRow("Port", TextField())
    qtbot.addWidget(row)
    row.problem("nginx has this port.")
    assert shown(row) == ["Port", "nginx has this port."]
    assert row.field.property("wrong") is True
    row.problem("")
    assert shown(row) == ["Port"]
    assert row.field.property("wrong") is False
    row.hint("Where clients connect.")
    assert shown(row) == ["Port", "Where clients connect."]


def test_a_name_of_its_own_stays(qtbot: QtBot) -> None:
    row = FieldRow("LAN", Switch("Open to other machines"))
    qtbot.addWidget(row)
    assert row.field.accessibleName() == "Open to other machines"
