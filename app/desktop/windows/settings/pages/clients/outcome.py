"""What came of it: verification, the doctor's findings, a disconnect's report."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.connect.clients.client import Finding
from app.desktop.icons import icon
from app.desktop.presenters.clients import ClientCard
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.emptying import empty, put_away
from app.desktop.widgets.row import Row
from app.desktop.widgets.steps import StepList
from app.desktop.widgets.text import Body, Secondary
from app.desktop.windows.settings.pages.clients import words
from app.desktop.wording import translate
from app.desktop.wording.sentences import said

_STEPS = ("started", "arrived", "answered")
_PICTURES = {
    "error": ("error", "bad"),
    "warning": ("warning", "warn"),
    "note": ("info", "secondary"),
}


class Verification(QWidget):
    """The steps of trying the real client, and a link to the request that it sent."""

    def __init__(
        self,
        show_request: Callable[[str], None],
        stop: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._show_request = show_request
        self._column = _column(self)
        self._names: tuple[str, ...] = ()
        self.steps: StepList | None = None
        self.request = Button(translate("Clients", "Show its request"), "link", "requests")
        self.request.clicked.connect(self._show)
        self.stop = Button(translate("Clients", "Stop waiting"))
        self.stop.clicked.connect(stop)
        self._column.addWidget(Row(self.request, self.stop))
        self._request_id = ""
        self.hide()

    def refresh(self, card: ClientCard) -> None:
        """Show how far it is."""
        self.setVisible(card.verifying or bool(card.steps))
        done = {step.name: step for step in card.steps}
        names = tuple(dict.fromkeys((*_STEPS, *done)))
        if self.steps is None or names != self._names:
            if self.steps is not None:
                put_away(self.steps)
            self.steps, self._names = StepList([(name, words.step(name)) for name in names]), names
            self._column.insertWidget(0, self.steps)
        waiting = [name for name in names if name not in done]
        for name in names:
            if name in done:
                state = "ok" if done[name].ok else "failed"
                self.steps.set(name, state, done[name].sentence)
            else:
                running = card.verifying and name == waiting[0]
                self.steps.set(name, "running" if running else "waiting")
        self._request_id = next((step.request_id for step in card.steps if step.request_id), "")
        self.request.setVisible(bool(self._request_id))
        self.stop.setVisible(card.verifying)

    def _show(self) -> None:
        self._show_request(self._request_id)


class Findings(QWidget):
    """Why it does not use us, each with its button."""

    def __init__(
        self,
        fix: Callable[[str], None],
        close: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fix = fix
        column = _column(self)
        self._lines = QVBoxLayout()
        column.addLayout(self._lines)
        self.close_it = Button(translate("Clients", "Close"))
        self.close_it.clicked.connect(close)
        column.addWidget(Row(self.close_it))
        self._shown: object = None
        self.buttons: dict[str, Button] = {}
        self.hide()

    def refresh(self, card: ClientCard) -> None:
        """Show what the doctor found, or what was seen without asking."""
        seen = tuple(each for each in card.client.findings if each.severity != "note")
        found = card.findings if card.findings is not None else seen or None
        self.setVisible(found is not None)
        self.close_it.setVisible(card.findings is not None)
        for button in self.buttons.values():
            button.setEnabled(not card.busy)
        if found == self._shown:
            return
        self._shown = found
        self.buttons = {}
        empty(self._lines)
        if found == ():
            line = Row(_picture("check", "ok"))
            line.add_wide(Body(translate("Clients", "Nothing stands in its way.")))
            self._lines.addWidget(line)
        for finding in found or ():
            self._lines.addWidget(self._line(finding))

    def _line(self, finding: Finding) -> Row:
        line = Row(_picture(*_PICTURES[finding.severity]))
        line.add_wide(Body(finding.sentence))
        if finding.fix:
            button = Button(said(finding.fix))
            button.clicked.connect(lambda: self._fix(finding.id))
            self.buttons[finding.id] = button
            line.add_last(button)
        return line


class Report(QWidget):
    """What a disconnect put back, and what it left alone."""

    def __init__(self, close: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = _column(self)
        self.restored = Body()
        column.addWidget(self.restored)
        self.left = Secondary()
        column.addWidget(self.left)
        self.close_it = Button(translate("Clients", "Close"))
        self.close_it.clicked.connect(close)
        column.addWidget(Row(self.close_it))
        self.hide()

    def refresh(self, card: ClientCard) -> None:
        """Show the report of a card, where it has one."""
        report = card.report
        self.setVisible(report is not None)
        if report is None:
            return
        put_back = translate("Clients", "Put back: {files}")
        nothing = translate("Clients", "It had changed no file.")
        files = ", ".join(report.restored)
        self.restored.set(put_back.format(files=files) if files else nothing)
        alone = translate("Clients", "Left alone, because it is no longer ours:")
        self.left.set("\n".join((alone, *(f"•  {words.left(each)}" for each in report.left))))
        self.left.setVisible(bool(report.left))


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, SPACE.xs, 0, 0)
    column.setSpacing(SPACE.s)
    return column


def _picture(name: str, color: str) -> QLabel:
    label = QLabel()
    label.setPixmap(icon(name, color).pixmap(QSize(16, 16)))
    label.setAlignment(Qt.AlignmentFlag.AlignTop)
    return label
