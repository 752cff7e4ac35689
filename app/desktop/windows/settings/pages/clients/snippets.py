"""Text to copy for SDKs, shells and programs that are not listed."""

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.desktop.presenters.clients import ClientsPresenter, ClientsState
from app.desktop.theme.theme import code_font
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.copy_button import CopyButton
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.fold import Fold
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Heading, Secondary
from app.desktop.wording import translate

_LINES = 9


class SnippetsPart(QWidget):
    """Address and key at once; ready text behind a line, because it shows a key."""

    def __init__(
        self, presenter: ClientsPresenter, copy_key: CopyButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.s, 0, 0)
        column.setSpacing(SPACE.s)
        column.addWidget(Heading(translate("Clients", "Any other program")))
        card = Card()
        column.addWidget(card)
        self.address = Heading()
        self.copy_address = CopyButton(
            lambda: presenter.program.server.state.address, translate("Clients", "Copy address")
        )
        self.copy_key = copy_key
        line = Row(self.address)
        line.add_last(self.copy_address)
        line.add_last(copy_key)
        card.body.addWidget(line)
        card.body.addWidget(
            Secondary(
                translate(
                    "Clients",
                    "Whatever takes an address and a key can use it, as if it were OpenAI "
                    "(with /v1 behind it), Anthropic or Gemini (without).",
                )
            )
        )
        self.fold = Fold(translate("Clients", "Ready text for SDKs and shells"))
        self.fold.line.toggled.connect(self._opened)
        card.body.addWidget(self.fold)
        self.profile = Choice()
        self.profile.chosen.connect(presenter.show_snippets)
        self.fold.body.addWidget(FieldRow(translate("Clients", "Profile"), self.profile))
        self.kind = Choice()
        self.kind.chosen.connect(lambda _: self._show())
        self.fold.body.addWidget(FieldRow(translate("Clients", "For"), self.kind))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setFont(code_font())
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setAccessibleName(translate("Clients", "Ready text"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.text.fontMetrics().lineSpacing() * _LINES + 24)
        self.fold.body.addWidget(self.text)
        self.copy = CopyButton(self._chosen, translate("Clients", "Copy text"))
        last = Row(self.copy)
        last.add_wide(
            Secondary(translate("Clients", "It holds a key: keep it out of repositories."))
        )
        self.fold.body.addWidget(last)

    def refresh(self, state: ClientsState) -> None:
        """Show what holds now."""
        address = self._presenter.program.server.state.address
        self.address.set(address.partition("://")[2] or address)
        self.profile.offer([(name, name) for name in state.profiles])
        self.profile.choose(state.snippet_profile)
        self.kind.offer([(each.title, each.title) for each in state.snippets])
        self._show()

    def _opened(self, opened: bool) -> None:
        if opened:
            self._presenter.show_snippets(self._presenter.state.snippet_profile)

    def _chosen(self) -> str:
        snippets = self._presenter.state.snippets
        return next((each.text for each in snippets if each.title == self.kind.value), "")

    def _show(self) -> None:
        text = self._chosen() if self.fold.opened else ""
        if self.text.toPlainText() != text:
            self.text.setPlainText(text)
