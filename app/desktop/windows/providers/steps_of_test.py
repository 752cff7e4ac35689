"""A test's steps as they are ticked off, each with its time and its reason."""

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.provider_test import TestState
from app.desktop.widgets.steps import StepList
from app.desktop.windows.providers.words import STEPS, remedy, step_words
from app.desktop.wording import amounts


class TestSteps(StepList):
    """Shows a test's state; the step after the last one that ended is the one that runs."""

    __test__ = False  # no test of pytest's

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([(name, step_words(name)) for name in STEPS], parent)

    def show_state(self, state: TestState) -> None:
        """Show how far it is."""
        ended = {step.name: step for step in state.steps}
        last = max((STEPS.index(name) for name in ended if name in STEPS), default=-1)
        for number, name in enumerate(STEPS):
            step = ended.get(name)
            # Plain http has no encryption to try, some list no models, the demo is no network's.
            self._show_row(name, step is not None or not (number < last or state.passed))
            if step is not None:
                took = amounts.duration(step.seconds * 1000) if step.seconds else ""
                sentence = step.sentence if step.ok else f"{step.sentence}\n{remedy(name)}"
                self.set(name, "ok" if step.ok else "failed", sentence, took)
            elif state.running and number == last + 1:
                self.set(name, "running")
            else:
                self.set(name, "waiting")

    def _show_row(self, name: str, shown: bool) -> None:
        for part in self._rows[name]:
            part.setVisible(shown)
