"""Step two: the provider is tried, and what is wrong can be put right in place."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.first_run import FirstRunPresenter
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.row import Row
from app.desktop.widgets.secret_field import SecretField
from app.desktop.widgets.text import Body, Heading
from app.desktop.windows.providers.steps_of_test import TestSteps
from app.desktop.wording import translate

_KEY_STEPS = ("auth",)


class TrialStep(QWidget):
    """The steps as they are ticked off; a new key where the old one was rejected."""

    def __init__(self, presenter: FirstRunPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.m)
        card = Card()
        self.heading = Heading()
        card.body.addWidget(self.heading)
        self.steps = TestSteps()
        card.body.addWidget(self.steps)
        self.verdict = Body()
        card.body.addWidget(self.verdict)
        self.key = SecretField(translate("FirstRun", "Paste another key"))
        self.key.returnPressed.connect(self._change_key)
        self.change_key = Button(translate("FirstRun", "Use this key"), "primary")
        self.change_key.clicked.connect(self._change_key)
        self._key_line = Row()
        self._key_line.add_wide(self.key)
        self._key_line.add_last(self.change_key)
        card.body.addWidget(self._key_line)
        self.again = Button(translate("FirstRun", "Test again"), icon="refresh")
        self.again.clicked.connect(presenter.test)
        card.body.addWidget(Row(self.again))
        column.addWidget(card)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show what the presenter says."""
        state = self._presenter.testing.state
        name = self._presenter.state.provider
        self.heading.set(translate("FirstRun", "Trying {provider}").format(provider=name))
        self.steps.show_state(state)
        if state.passed is None:
            self.verdict.set("")
        elif state.passed:
            self.verdict.set(translate("FirstRun", "Everything works."), "ok")
        else:
            self.verdict.set(
                translate(
                    "FirstRun",
                    "You can also go on, and come back to it in the settings.",
                ),
                "warn",
            )
        self.verdict.setVisible(state.passed is not None)
        failed = next((step.name for step in state.steps if not step.ok), "")
        self._key_line.setVisible(failed in _KEY_STEPS)
        self.again.setVisible(not state.running)

    def _change_key(self) -> None:
        self._presenter.change_key(self.key.take())
