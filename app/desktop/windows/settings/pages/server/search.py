"""Who searches the web for models that cannot."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.server_page import SEARCH, ServerPageState, ServerPresenter
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.row import Row
from app.desktop.widgets.secret_field import SecretField
from app.desktop.widgets.settings_form import SettingsForm
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.wording import translate
from app.settings.schema import SearchSettings

_WITH_KEY = ("brave", "tavily")


class SearchCard(Card):
    """The service or the model, the service's key, and a trial of it."""

    def __init__(self, presenter: ServerPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.body.addWidget(Heading(translate("Server", "Web search")))
        self.body.addWidget(
            Secondary(
                translate(
                    "Server",
                    "Claude Code, Codex and others ask their model to search the web. Most models "
                    "cannot: here you say who does it for them.",
                )
            )
        )
        services = {
            "none": translate("Server", "None"),
            "searxng": "SearXNG",
            "brave": "Brave Search",
            "tavily": "Tavily",
        }
        self.form = SettingsForm(SearchSettings, SEARCH, choices={"endpoint": services})
        self.form.edited.connect(presenter.edit_search)
        self.body.addWidget(self.form)
        self.key = SecretField(translate("Server", "Paste the key"))
        self.keep = Button(translate("Server", "Keep key"))
        self.keep.setEnabled(False)
        self.key.edited.connect(self.keep.setEnabled)
        self.key.returnPressed.connect(self._keep)
        self.keep.clicked.connect(self._keep)
        line = Row()
        line.add_wide(self.key)
        line.add_last(self.keep)
        self.key_row = FieldRow(
            translate("Server", "Key of the search service"),
            line,
            translate("Server", "It is kept in the system's keyring."),
        )
        self.form.put_after("base_url", self.key_row)
        self.attempt = Button(translate("Server", "Try it"))
        self.attempt.clicked.connect(presenter.try_search)
        self.found = Body()
        self._trial = Row()
        self._trial.add_wide(self.found)
        self._trial.add_last(self.attempt)
        self.body.addWidget(self._trial)

    def refresh(self, state: ServerPageState, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        search = state.search
        helped = search.endpoint != "none"
        self.form.show_values(search)
        self.form.problems({name: problems.get(f"search.{name}", "") for name in SEARCH})
        # Who has an address of its own is asked elsewhere only where the file says so.
        own_address = search.endpoint in _WITH_KEY and search.base_url is None
        self.form.rows["base_url"].setVisible(helped and not own_address)
        self.form.rows["count"].setVisible(helped)
        self.form.rows["rounds"].setVisible(helped or search.provider is not None)
        self.key_row.setVisible(search.endpoint in _WITH_KEY)
        kept = translate("Server", "A key is kept")
        self.key.setPlaceholderText(kept if search.key else translate("Server", "Paste the key"))
        self._trial.setVisible(helped)
        self.attempt.setEnabled(not state.searching)
        self.found.set(state.found)

    def _keep(self) -> None:
        if entered := self.key.take():
            self._presenter.keep_search_key(entered)
