import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.widgets.choice import Choice
from app.desktop.widgets.number_field import NumberField
from app.desktop.widgets.settings_form import SettingsForm
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text_field import TextField
from app.settings.desktop_settings import DesktopSettings
from app.settings.history_settings import AccountingSettings, TranscriptSettings
from app.settings.server_settings import LogSettings, ServerSettings


def told(form: SettingsForm) -> list[tuple[str, object]]:
    edits: list[tuple[str, object]] = []
    form.edited.connect(lambda name, value: edits.append((name, value)))
    return edits


def test_every_type_of_setting_has_its_field(qtbot: QtBot) -> None:
    form = SettingsForm(ServerSettings, ["host", "port", "cors_origins", "keepalive", "admin"])
    qtbot.addWidget(form)
    form.show_values(ServerSettings(cors_origins=("http://localhost:3000",), admin=True))
    fields = {name: row.field for name, row in form.rows.items()}
    assert isinstance(fields["host"], TextField)
    assert fields["host"].text() == "127.0.0.1"
    assert isinstance(fields["port"], NumberField)
    assert fields["port"].value() == 8777
    assert isinstance(fields["cors_origins"], TextField)
    assert fields["cors_origins"].text() == "http://localhost:3000"
    assert isinstance(fields["admin"], Choice)
    assert fields["admin"].value == "True"


def test_edits_come_in_the_settings_own_types(qtbot: QtBot) -> None:
    form = SettingsForm(AccountingSettings, ["currency", "cny_per_usd", "timezone", "warn_at"])
    qtbot.addWidget(form)
    form.show_values(AccountingSettings())
    edits = told(form)
    zone, warn = form.rows["timezone"].field, form.rows["warn_at"].field
    qtbot.keyClick(form.rows["currency"].field, Qt.Key.Key_Down)
    qtbot.keyClicks(zone, "Asia/Shanghai")
    qtbot.keyClick(zone, Qt.Key.Key_Return)
    qtbot.keyClicks(warn, ", 90")
    qtbot.keyClick(warn, Qt.Key.Key_Return)
    rate = form.rows["cny_per_usd"].field
    assert isinstance(rate, NumberField)
    rate.selectAll()
    qtbot.keyClicks(rate, "7.25")
    qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert edits == [
        ("currency", "CNY"),
        ("timezone", "Asia/Shanghai"),
        ("warn_at", (50, 80, 100, 90)),
        ("cny_per_usd", 7.25),
    ]


def test_whole_numbers_stay_whole_and_switches_flip(qtbot: QtBot) -> None:
    form = SettingsForm(LogSettings, ["files", "file_count"])
    qtbot.addWidget(form)
    form.show_values(LogSettings())
    form.show()
    edits = told(form)
    switch, count = form.rows["files"].field, form.rows["file_count"].field
    assert isinstance(switch, Switch)
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert isinstance(count, NumberField)
    count.selectAll()
    qtbot.keyClicks(count, "7")
    qtbot.keyClick(count, Qt.Key.Key_Return)
    assert edits == [("files", False), ("file_count", 7)]
    assert isinstance(edits[1][1], int)


def test_an_emptied_list_and_an_emptied_word_are_nothing(qtbot: QtBot) -> None:
    form = SettingsForm(TranscriptSettings, ["users"])
    qtbot.addWidget(form)
    form.show_values(TranscriptSettings(users=("lin",)))
    edits = told(form)
    users = form.rows["users"].field
    assert isinstance(users, TextField)
    users.selectAll()
    qtbot.keyClick(users, Qt.Key.Key_Delete)
    qtbot.keyClick(users, Qt.Key.Key_Return)
    assert edits == [("users", ())]


def test_problems_stand_at_their_fields(qtbot: QtBot) -> None:
    form = SettingsForm(ServerSettings, ["host", "port"])
    qtbot.addWidget(form)
    form.problems({"port": "nginx has this port."})
    assert form.rows["port"].field.property("wrong") is True
    assert not form.rows["host"].field.property("wrong")
    form.problems({})
    assert form.rows["port"].field.property("wrong") is False


def test_a_setting_that_needs_a_page_of_its_own_is_refused() -> None:
    with pytest.raises(TypeError, match="notifications has no field of its own"):
        SettingsForm(DesktopSettings, ["notifications"])


def test_three_way_settings_can_be_left_to_the_program(qtbot: QtBot) -> None:
    form = SettingsForm(ServerSettings, ["admin"])
    qtbot.addWidget(form)
    form.show_values(ServerSettings())
    edits = told(form)
    choice = form.rows["admin"].field
    assert isinstance(choice, Choice)
    assert choice.value == ""
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    qtbot.keyClick(choice, Qt.Key.Key_Up)
    assert edits == [("admin", True), ("admin", None)]


def test_values_that_are_no_words_are_told_in_words(qtbot: QtBot) -> None:
    form = SettingsForm(LogSettings, ["format"], choices={"format": {"text": "Lines of text"}})
    qtbot.addWidget(form)
    form.show_values(LogSettings())
    edits = told(form)
    choice = form.rows["format"].field
    assert isinstance(choice, Choice)
    assert [choice.itemText(each) for each in range(choice.count())] == ["Lines of text", "json"]
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert edits == [("format", "json")]
