"""One rule: when a client asks for this, use that, then that."""

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.models import ModelsPresenter, Sentence
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import IconButton
from app.desktop.widgets.card import Card
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Heading, Secondary, Text
from app.desktop.widgets.text_field import TextField
from app.desktop.windows.settings.pages.handle import Handle
from app.desktop.windows.settings.pages.models.target_field import TargetField
from app.desktop.wording import translate

MIME = "application/x-dragoman-target"


class SentenceCard(Card):
    """Its targets can be dragged within it, or moved by Alt and an arrow key."""

    def __init__(
        self, sentence: Sentence, presenter: ModelsPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._sentence = sentence
        head = Row(Text(translate("Models", "When a client asks for")))
        self.client = TextField(name=translate("Models", "Name that the client asks for"))
        if sentence.family:
            head.add(Heading(_family_words(sentence.client)))
        else:
            self.client.setFixedWidth(220)
            self.client.committed.connect(self._rename)
            head.add(self.client)
        self.remove = IconButton(
            "trash",
            translate("Models", "Remove the rule for {client}").format(client=sentence.client),
        )
        self.remove.clicked.connect(self._remove)
        head.add_last(self.remove)
        self.body.addWidget(head)
        self.problem = Secondary()
        self.problem.tone("warn")
        self.body.addWidget(self.problem)
        self.targets = _Targets(self)
        self.body.addWidget(self.targets)
        self.more = TargetField(
            translate("Models", "Add another to fall back on…"),
            translate("Models", "Add a target to {client}").format(client=sentence.client),
        )
        self.more.setFixedWidth(320)
        self.more.edited.connect(self._check)
        self.more.chosen.connect(self._add)
        self.body.addWidget(Row(self.more))
        self.target_problem = Secondary()
        self.target_problem.tone("bad")
        self.body.addWidget(self.target_problem)

    @property
    def client_name(self) -> str:
        """The rule's own name."""
        return self._sentence.client

    def refresh(self, sentence: Sentence) -> None:
        """Show the rule as it is now."""
        self._sentence = sentence
        self.client.show_text(sentence.client)
        self.client.setEnabled(not sentence.again)
        self.targets.setEnabled(not sentence.again)
        self.more.setVisible(not sentence.again)
        self.problem.set(sentence.problem)
        self.problem.setVisible(bool(sentence.problem))
        self.targets.refresh(sentence)
        offered = self._presenter.state.offered
        self.more.offer([each for each in offered if each not in sentence.targets])
        problem = self._presenter.target_problem(sentence.client)
        self.target_problem.set(problem)
        self.target_problem.setVisible(bool(problem))

    def move_target(self, place: int, to: int) -> None:
        """Try a target earlier or later."""
        self._presenter.move_target(self._sentence.client, place, to)

    def drop_target(self, place: int) -> None:
        """Try a target no more."""
        self._presenter.remove_target(self._sentence.client, place)

    def _remove(self) -> None:
        self._presenter.remove_rule(self._sentence.client, self._sentence.again)

    def _rename(self, to: str) -> None:
        self._presenter.rename_rule(self._sentence.client, to)

    def _check(self, target: str) -> None:
        self._presenter.typing_target(target.strip(), self._sentence.client)

    def _add(self, target: str) -> None:
        client = self._sentence.client
        self._presenter.add_target(client, target)
        if not self._presenter.target_problem(client):
            self.more.clear()


class _Targets(QWidget):
    """The targets in their order, the first one after "use", the others after "then"."""

    def __init__(self, card: SentenceCard) -> None:
        super().__init__()
        self._card = card
        self.setAcceptDrops(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.xs)
        self.lines: list[QWidget] = []
        self.handles: list[Handle] = []
        self._shown: tuple[object, ...] = ()

    def refresh(self, sentence: Sentence) -> None:
        """Show the rule's targets."""
        shown = (sentence.targets, sentence.broken)
        if shown == self._shown:
            return
        self._shown = shown
        focused = next((i for i, each in enumerate(self.handles) if each.hasFocus()), None)
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines, self.handles = [], []
        for place, target in enumerate(sentence.targets):
            line = self._line(sentence, place, target)
            self._column.addWidget(line)
            self.lines.append(line)
        if focused is not None and self.handles:
            self.handles[min(focused, len(self.handles) - 1)].setFocus()

    def _line(self, sentence: Sentence, place: int, target: str) -> Row:
        words = translate("Models", "Move {target}: drag, or Alt+Up and Alt+Down")
        payload = f"{sentence.client}\n{place}".encode()
        handle = Handle(words.format(target=target), MIME, payload)
        handle.moved.connect(lambda by: self._card.move_target(place, place + by))
        if len(sentence.targets) == 1:
            handle.hide()
        self.handles.append(handle)
        before = translate("Models", "use") if place == 0 else translate("Models", "then")
        provider, _, model = target.partition("/")
        line = Row(handle, Secondary(before), Heading(provider))
        client_own = translate("Models", "the name that the client asked for")
        line.add(Text(client_own if model == "*" else model))
        reason = dict(sentence.broken).get(target)
        if reason:
            trouble = Secondary(reason)
            trouble.tone("bad")
            line.add(trouble)
        remove = IconButton(
            "close", translate("Models", "Use {target} no more").format(target=target)
        )
        remove.clicked.connect(lambda: self._card.drop_target(place))
        line.add_last(remove)
        return line

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's own
        """Take this rule's own targets."""
        data = bytes(event.mimeData().data(MIME).data()).decode()
        if data.partition("\n")[0] == self._card.client_name and "\n" in data:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's own
        """Put the target where it was let go."""
        place = int(bytes(event.mimeData().data(MIME).data()).decode().rpartition("\n")[2])
        y = event.position().y()
        others = [line for number, line in enumerate(self.lines) if number != place]
        self._card.move_target(place, sum(line.geometry().center().y() < y for line in others))
        event.acceptProposedAction()


def _family_words(family: str) -> str:
    return translate("Models", "any Claude {family}").format(family=family.capitalize())
