"""The second half of adding a provider: its name, its address where it has none, its key."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.provider_add import AddState, ProviderAddPresenter
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.row import Row
from app.desktop.widgets.secret_field import SecretField
from app.desktop.widgets.text import Heading, Secondary
from app.desktop.widgets.text_field import TextField
from app.desktop.windows.providers.words import said
from app.desktop.wording import translate


class KeyEntry(Card):
    """Follows the presenter that adds providers; shown once one is chosen."""

    def __init__(self, presenter: ProviderAddPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.heading = Heading()
        self.body.addWidget(self.heading)
        self.note = Secondary()
        self.body.addWidget(self.note)
        self.name = TextField()
        self.name_row = FieldRow(
            translate("Providers", "Name"),
            self.name,
            translate("Providers", "What it is called here, in rules and in the tray."),
        )
        self.name.edited.connect(presenter.name_it)
        self.body.addWidget(self.name_row)
        self.url = TextField("https://")
        self.url_row = FieldRow(
            translate("Providers", "Address"),
            self.url,
            translate("Providers", "The base URL of its API, with or without /v1."),
        )
        self.url.edited.connect(presenter.place_it)
        self.body.addWidget(self.url_row)
        self.body.addWidget(self._key_fields())
        self.back = Button(translate("Providers", "Back"))
        self.back.clicked.connect(presenter.back)
        self.add = Button(translate("Providers", "Add and test"), "primary")
        self.add.clicked.connect(self._add)
        line = Row(self.back)
        line.add_last(self.add)
        self.body.addWidget(line)

    def _key_fields(self) -> QWidget:
        fields = QWidget()
        column = QVBoxLayout(fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        self.key = SecretField(translate("Providers", "Paste the key"))
        self.key.returnPressed.connect(self._add)
        self.key_row = FieldRow(translate("Providers", "Key"), self.key)
        self.reference = TextField("env:DEEPSEEK_API_KEY")
        self.reference.setAccessibleName(translate("Providers", "Where the key is"))
        self.reference.edited.connect(self._presenter.refer_to)
        self.reference_row = FieldRow(translate("Providers", "Key"), self.reference)
        self.page = Button(translate("Providers", "Where do I get a key?"), "link", "external")
        self.page.clicked.connect(self._open_key_page)
        self.other_way = Button("", "link")
        self.other_way.clicked.connect(self._other_way)
        self.trouble = Secondary()
        self.trouble.tone("warn")
        column.addWidget(self.trouble)
        column.addWidget(self.key_row)
        column.addWidget(self.reference_row)
        column.addWidget(Row(self.page, self.other_way))
        return fields

    def refresh(self) -> None:
        """Show what the presenter says."""
        state = self._presenter.state
        chosen = state.chosen
        if chosen is None:
            self.key.take()
            return
        self.heading.set(said(chosen.label))
        self.note.set(said(chosen.note))
        self.note.setVisible(bool(self.note.text()))
        self.name.show_text(state.name)
        self.name_row.problem(state.problems.get("name", ""))
        self.url_row.setVisible(state.needs_url or chosen.local)
        self.url.setPlaceholderText(chosen.base_url or "https://")
        self.url.show_text(state.base_url)
        self.url_row.problem(state.problems.get("base_url", ""))
        self._refresh_key(state)
        self.add.setEnabled(not state.adding)
        words = translate("Providers", "Adding…") if state.adding else ""
        self.add.setText(words or translate("Providers", "Add and test"))

    def _refresh_key(self, state: AddState) -> None:
        chosen = state.chosen
        if chosen is None:
            return
        takes_key = not state.is_demo
        self.key_row.setVisible(takes_key and not state.by_reference)
        self.reference_row.setVisible(takes_key and state.by_reference)
        optional = translate("Providers", "Most servers on your own machine need none. ")
        kept = translate("Providers", "It is kept in this machine's keyring and in no file.")
        where = translate(
            "Providers",
            "Where the key is: env:NAME for a variable, file:/path for a file of yours.",
        )
        self.key_row.hint(
            state.keyring_problem or (kept if state.needs_key else f"{optional}{kept}")
        )
        self.reference_row.hint(where)
        self.trouble.set(state.keyring_problem)
        self.trouble.setVisible(takes_key and state.by_reference and bool(state.keyring_problem))
        problem = state.problems.get("key", "")
        self.key_row.problem(problem)
        self.reference_row.problem(problem)
        self.reference.show_text(state.reference)
        self.page.setVisible(takes_key and _https(chosen.key_page))
        self.other_way.setVisible(takes_key)
        self.other_way.setText(
            translate("Providers", "Paste the key instead")
            if state.by_reference
            else translate("Providers", "Use a variable or a file instead")
        )

    def _other_way(self) -> None:
        self._presenter.by_reference(not self._presenter.state.by_reference)

    def _add(self) -> None:
        if not self._presenter.state.adding:
            # It stays in the field until it is kept: a name that is wrong must not lose it.
            self._presenter.add(self.key.text().strip())

    def _open_key_page(self) -> None:
        chosen = self._presenter.state.chosen
        if chosen is not None and chosen.key_page is not None and _https(chosen.key_page):
            QDesktopServices.openUrl(QUrl(chosen.key_page))


def _https(url: str | None) -> bool:
    return url is not None and url.startswith("https://")
