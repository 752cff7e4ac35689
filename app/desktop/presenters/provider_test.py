"""A provider's test, step by step as each ends; shared by the settings and the first run."""

from dataclasses import dataclass

from app.desktop.presenters.presenter import Presenter
from app.desktop.program import Program
from app.desktop.program.providers import TestStep


@dataclass(frozen=True, slots=True)
class TestState:
    """`steps` have ended, in their order. `passed` None: nothing was tried, or it still runs."""

    __test__ = False  # no test of pytest's

    provider: str = ""
    steps: tuple[TestStep, ...] = ()
    running: bool = False
    passed: bool | None = None


class ProviderTestPresenter(Presenter):
    """One test at a time; a new one ends the one before."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.state = TestState()
        self._program = program
        self._turn = 0

    def start(self, provider: str, model: str | None = None) -> None:
        """Try a provider, with a model of its own choice where none is given."""
        self._turn += 1
        self._set(TestState(provider, running=True))
        self.spawn(self._run(provider, model, self._turn))

    def forget(self) -> None:
        """Show no result any more."""
        self._turn += 1
        self._set(TestState())

    async def _run(self, provider: str, model: str | None, turn: int) -> None:
        steps: list[TestStep] = []
        try:
            async for step in self._program.providers.test(provider, model):
                if turn != self._turn:
                    return
                steps.append(step)
                self._set(TestState(provider, tuple(steps), running=True))
        finally:
            if turn == self._turn:
                passed = bool(steps) and all(step.ok for step in steps)
                self._set(TestState(provider, tuple(steps), passed=passed))

    def _set(self, state: TestState) -> None:
        if state != self.state:
            self.state = state
            self.changed.tell(None)
