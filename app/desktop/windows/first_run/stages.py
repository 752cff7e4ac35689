"""The line of steps at the top: where one is, and what can be turned back to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.desktop.icons import icon
from app.desktop.presenters.first_run import Step
from app.desktop.theme.tokens import SPACE
from app.desktop.wording import translate

_ORDER = (Step.PROVIDER, Step.TEST, Step.CONNECT)


class Stages(QWidget):
    """`turned` is told the step that a person goes to."""

    turned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE.s)
        words = {
            Step.PROVIDER: translate("FirstRun", "Provider"),
            Step.TEST: translate("FirstRun", "Test"),
            Step.CONNECT: translate("FirstRun", "Connect"),
        }
        self.buttons: dict[Step, QPushButton] = {}
        for number, step in enumerate(_ORDER, 1):
            button = QPushButton(f"{number}  {words[step]}")
            button.setProperty("segment", "true")
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, s=step: self.turned.emit(s))
            self.buttons[step] = button
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)

    def show_step(self, step: Step, passed: bool | None, provider: str) -> None:
        """Mark the step of now; what lies ahead can be turned to once there is a provider."""
        for each, button in self.buttons.items():
            button.setChecked(each is step)
            button.setEnabled(each is Step.PROVIDER or bool(provider) or each is Step.CONNECT)
        done = {Step.PROVIDER: bool(provider), Step.TEST: passed is True, Step.CONNECT: False}
        for each, button in self.buttons.items():
            if done[each]:
                button.setIcon(icon("check", "ok"))
            elif each is Step.TEST and passed is False:
                button.setIcon(icon("error", "bad"))
            else:
                button.setIcon(icon("chevron-right", "faint"))
