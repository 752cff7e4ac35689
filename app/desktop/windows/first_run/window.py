"""The window of the first run: three steps, each of which can be skipped and come back to."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.desktop.presenters.first_run import FirstRunPresenter, Step
from app.desktop.program import Program
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.bar import Bar
from app.desktop.widgets.button import Button
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Body, Title
from app.desktop.widgets.window import Window
from app.desktop.windows.first_run.connect_step import ConnectStep
from app.desktop.windows.first_run.provider_step import ProviderStep
from app.desktop.windows.first_run.stages import Stages
from app.desktop.windows.first_run.trial_step import TrialStep
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate


class FirstRunWindow(Window):
    """Takes up the step that was left."""

    def __init__(self, program: Program, open_: Opener) -> None:
        super().__init__()
        self.setWindowTitle(translate("FirstRun", "Welcome to Dragoman"))
        self.setMinimumSize(720, 600)
        self.resize(820, 720)
        self.presenter = FirstRunPresenter(program)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(SPACE.xl, SPACE.l, SPACE.xl, 0)
        column.setSpacing(SPACE.m)
        self.title = Title()
        self.sentence = Body()
        column.addWidget(self.title)
        column.addWidget(self.sentence)
        self.stages = Stages()
        self.stages.turned.connect(lambda step: self.presenter.go(Step(step)))
        column.addWidget(self.stages)
        self.provider = ProviderStep(self.presenter)
        self.trial = TrialStep(self.presenter)
        self.connect_step = ConnectStep(self.presenter, open_)
        self._pages = QStackedWidget()
        self._order = (Step.PROVIDER, Step.TEST, Step.CONNECT)
        for page in (self.provider, self.trial, self.connect_step):
            self._pages.addWidget(_scrolling(page))
        column.addWidget(self._pages, 1)
        column.addWidget(self.provider.demo_line)
        self.later = Button(translate("FirstRun", "Skip"), "link")
        self.later.clicked.connect(self.presenter.skip)
        self.on = Button("", "primary")
        self.on.clicked.connect(self._go_on)
        foot = Row(self.later)
        foot.add_last(self.on)
        column.addWidget(foot)
        self.bar = Bar()
        column.addWidget(self.bar)
        column.addSpacing(SPACE.m)
        self.setCentralWidget(whole)
        self.presenter.watch(self.presenter.failed.connect(self.bar.tell))
        self.presenter.watch(self.presenter.changed.connect(lambda _none: self._show_state()))
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        self._passed = False
        self.presenter.begin()
        self._show_state()
        self.provider.gallery.search.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's own
        """Follow nothing any more; the step is remembered.

        Who closes it at the last step themselves is done: it does not come back by itself.
        """
        if event.spontaneous() and self.presenter.state.step is Step.CONNECT:
            self.presenter.finish()
        self.presenter.close()
        super().closeEvent(event)

    def _show_state(self) -> None:
        state, test = self.presenter.state, self.presenter.testing.state
        if state.step is Step.DONE:
            self.close()
            return
        words = {
            Step.PROVIDER: (
                translate("FirstRun", "Who answers?"),
                translate(
                    "FirstRun",
                    "Choose the provider whose models you want to use. More can be added later.",
                ),
            ),
            Step.TEST: (
                translate("FirstRun", "Does it work?"),
                translate("FirstRun", "Dragoman asks it something small and watches each step."),
            ),
            Step.CONNECT: (
                translate("FirstRun", "Who asks?"),
                translate(
                    "FirstRun",
                    "Switch on the clients that should use Dragoman. Switching off puts their own "
                    "settings back exactly.",
                ),
            ),
        }
        title, sentence = words[state.step]
        self.title.set(title)
        self.sentence.set(sentence)
        self.stages.show_step(state.step, test.passed, state.provider)
        self._pages.setCurrentIndex(self._order.index(state.step))
        page = (self.provider, self.trial, self.connect_step)[self._order.index(state.step)]
        page.refresh()
        self.provider.demo_line.setVisible(state.step is Step.PROVIDER)
        last = state.step is Step.CONNECT
        self.on.setText(translate("FirstRun", "Done") if last else translate("FirstRun", "Next"))
        adding = state.step is Step.PROVIDER and self.presenter.adding.state.chosen is not None
        ready = not test.running if state.step is Step.TEST else bool(state.provider)
        self.on.setEnabled(last or ready)
        # While a key is entered, "Add and test" is the way on.
        self.on.setVisible(not adding)
        if test.passed and not self._passed:
            self.on.setFocus()  # the way on, for who came here by the keyboard
        self._passed = test.passed is True
        self.later.setVisible(not last and not (state.step is Step.TEST and test.passed is True))

    def _go_on(self) -> None:
        step = self.presenter.state.step
        if step is Step.PROVIDER:
            self.presenter.go(Step.TEST)
        elif step is Step.TEST:
            self.presenter.go(Step.CONNECT)
        else:
            self.presenter.finish()


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    page.setProperty("page", "true")
    area.setWidget(page)
    return area
