from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.desktop.widgets.steps import StepList


def words(steps: StepList) -> list[str]:
    return [label.text() for label in steps.findChildren(QLabel) if label.text()]


def pictures(steps: StepList) -> list[str]:
    return [
        label.accessibleName() for label in steps.findChildren(QLabel) if label.accessibleName()
    ]


def test_steps_are_ticked_off_with_reason_and_time(qtbot: QtBot) -> None:
    steps = StepList([("network", "Network"), "auth"])
    qtbot.addWidget(steps)
    assert words(steps) == ["Network", "auth"]
    steps.set("network", "ok", "It answers.", "0.1 s")
    steps.set("auth", "failed", "The key was rejected.")
    assert set(words(steps)) == {"Network", "It answers.", "0.1 s", "auth", "The key was rejected."}
    assert pictures(steps) == ["passed", "failed"]
    steps.set("auth", "running")
    assert pictures(steps) == ["passed", "running"]


def test_they_all_wait_again(qtbot: QtBot) -> None:
    steps = StepList(["network", "auth"])
    qtbot.addWidget(steps)
    steps.set("network", "ok", "It answers.", "0.1 s")
    steps.reset()
    assert words(steps) == ["network", "auth"]
    assert pictures(steps) == ["waiting", "waiting"]
