"""What an open card shows: the test, keys, models, and what few people change."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.providers import ProvidersPresenter
from app.desktop.program.providers import ProviderStatus
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button, IconButton
from app.desktop.widgets.card import Rule
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.fold import Fold
from app.desktop.widgets.row import Row
from app.desktop.widgets.switch import Switch
from app.desktop.widgets.text import Heading, Secondary, Text
from app.desktop.widgets.text_field import TextField
from app.desktop.windows.providers.steps_of_test import TestSteps
from app.desktop.windows.settings.pages.providers.keys import Keys
from app.desktop.windows.settings.pages.providers.offered import Offered
from app.desktop.wording import translate
from app.providers.catalogue import preset
from app.settings.schema import ProviderSettings

_OWN_PROXY = "own"
_TIMEOUTS = ("connect_timeout", "first_byte_timeout", "idle_timeout")


class Details(QWidget):
    """Built when the card is opened for the first time."""

    def __init__(
        self, name: str, presenter: ProvidersPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._presenter = presenter
        self._asked_for_proxy = False  # its address is still to come
        column = QVBoxLayout(self)
        column.setContentsMargins(0, SPACE.s, 0, 0)
        column.setSpacing(SPACE.m)
        column.addWidget(Rule())
        self.test = Button(translate("Providers", "Test"), "primary")
        self.test.clicked.connect(lambda: presenter.test(name))
        self.default = Button(translate("Providers", "Make default"))
        self.default.clicked.connect(lambda: presenter.make_default(name))
        self.remove = Button(translate("Providers", "Remove"), "danger", "trash")
        self.remove.clicked.connect(lambda: presenter.remove(name))
        actions = Row(self.test, self.default)
        actions.add_last(self.remove)
        column.addWidget(actions)
        self.steps = TestSteps()
        self.steps.hide()
        column.addWidget(self.steps)
        self.keys_heading = Heading(translate("Providers", "Keys"))
        column.addWidget(self.keys_heading)
        self.keys = Keys(name, presenter)
        column.addWidget(self.keys)
        column.addWidget(Heading(translate("Providers", "Models")))
        self.offered = Offered(name, presenter)
        column.addWidget(self.offered)
        self.default_model = Choice([])
        self.default_model_row = FieldRow(
            translate("Providers", "Default model"),
            self.default_model,
            translate("Providers", "Serves every name that no rule and no list knows."),
        )
        self.default_model.chosen.connect(lambda value: presenter.default_model(name, value))
        column.addWidget(self.default_model_row)
        self.more = Fold(translate("Providers", "Address, proxy, headers, times"))
        self._more_rows()
        column.addWidget(self.more)

    def _more_rows(self) -> None:
        self.rows: dict[str, FieldRow] = {}
        self.fields: dict[str, TextField] = {}
        for setting in ("base_url", "proxy", *_TIMEOUTS):
            info = ProviderSettings.model_fields[setting]
            field = TextField()
            self.fields[setting] = field
            # The labels of the settings are in the catalogue of translations under this name.
            label = translate("Settings", info.title or setting)
            hint = translate("Settings", info.description or "")
            if setting == "proxy":
                field.setPlaceholderText("http://127.0.0.1:7890")
                hint = ""
            row = self.rows[setting] = FieldRow(label, field, hint)
            field.edited.connect(self._checker(setting))
            field.committed.connect(self._saver(setting))
            self.more.body.addWidget(row)
            if setting == "proxy":
                self.more.body.insertWidget(self.more.body.indexOf(row), self._proxy_ways())
        info = ProviderSettings.model_fields["cache_breakpoints"]
        label = translate("Settings", info.title or "")
        self.breakpoints = Switch(label)
        self.breakpoints.flipped.connect(
            lambda on: self._presenter.set_field(self._name, "cache_breakpoints", on)
        )
        hint = translate("Settings", info.description or "")
        self.breakpoints_row = FieldRow(label, self.breakpoints, hint)
        self.more.body.addWidget(self.breakpoints_row)
        self.headers = _Headers(self._name, self._presenter)
        self.more.body.addWidget(self.headers)

    def _proxy_ways(self) -> FieldRow:
        """How it is reached; the address is only asked for where the provider has its own proxy."""
        words = translate("Providers", "Way to the provider")
        self.proxy_way = Choice(
            [
                ("system", translate("Providers", "as the system says")),
                ("direct", translate("Providers", "direct, without a proxy")),
                (_OWN_PROXY, translate("Providers", "by a proxy of its own")),
            ],
            words,
        )
        self.proxy_way.chosen.connect(self._choose_proxy)
        return FieldRow(words, self.proxy_way)

    def _choose_proxy(self, way: str) -> None:
        self._asked_for_proxy = way == _OWN_PROXY
        self.rows["proxy"].setVisible(self._asked_for_proxy)
        if self._asked_for_proxy:
            self.fields["proxy"].setFocus()
        else:
            self._presenter.set_field(self._name, "proxy", way)

    def _refresh_fields(self, status: ProviderStatus) -> None:
        entry, problems = self._presenter.entry(self._name), self._presenter.problems
        known = preset(status.preset) if status.preset else None
        for setting, field in self.fields.items():
            value = getattr(entry, setting)
            if setting == "proxy" and value in ("system", "direct"):
                value = None
            field.show_text("" if value is None else f"{value:g}" if value == 0 else str(value))
            self.rows[setting].problem(problems.get(setting, ""))
        self.breakpoints.setChecked(entry.cache_breakpoints)
        reads_marks = status.dialect == "anthropic_messages" or (
            known is not None and any(row.name == "cache_marks" for row in known.quirks)
        )
        self.breakpoints_row.setVisible(reads_marks or entry.cache_breakpoints)
        if known is not None:
            self.fields["base_url"].setPlaceholderText(known.base_url or "https://")
            for setting in _TIMEOUTS:
                usual = getattr(known.timeouts, setting.removesuffix("_timeout"))
                self.fields[setting].setPlaceholderText(f"{usual:g}")
        own = self._asked_for_proxy or entry.proxy not in ("system", "direct")
        self.proxy_way.choose(_OWN_PROXY if own else entry.proxy)
        self.rows["proxy"].setVisible(own)

    def refresh(self, status: ProviderStatus) -> None:
        """Show what holds now."""
        presenter = self._presenter
        entry, problems, test = presenter.entry(self._name), presenter.problems, presenter.testing
        tried = test.state.provider == self._name
        self.steps.setVisible(tried)
        if tried:
            self.steps.show_state(test.state)
        self.test.setEnabled(not (tried and test.state.running))
        self.default.setVisible(not status.default)
        demo = status.dialect == "demo"
        self.keys.setVisible(not demo)
        self.keys_heading.setVisible(not demo)
        self.keys.refresh(status)
        self.offered.refresh(status)
        self.default_model_row.setVisible(status.default)
        as_asked = translate("Providers", "as the client asks")
        self.default_model.offer([("", as_asked), *((m, m) for m in status.models)])
        self.default_model.choose(presenter.settings.default_model or "")
        self._refresh_fields(status)
        self.headers.refresh(entry, problems.get("headers", ""))

    def _checker(self, setting: str) -> Callable[[str], None]:
        return lambda text: self._presenter.check_field(self._name, setting, _value(setting, text))

    def _saver(self, setting: str) -> Callable[[str], None]:
        return lambda text: self._presenter.set_field(self._name, setting, _value(setting, text))


class _Headers(QWidget):
    """Extra headers: a line each, and two fields for another one."""

    def __init__(
        self, name: str, presenter: ProvidersPresenter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE.xs)
        info = ProviderSettings.model_fields["headers"]
        column.addWidget(Text(translate("Settings", info.title or "")))
        column.addWidget(Secondary(translate("Settings", info.description or "")))
        self._lines = QVBoxLayout()
        column.addLayout(self._lines)
        self.header = TextField("x-team", translate("Providers", "Name of the header"))
        self.value = TextField("env:NAME", translate("Providers", "Value of the header"))
        self.add = Button(translate("Providers", "Add header"), icon="plus")
        self.add.clicked.connect(self._add)
        line = Row()
        line.add_wide(self.header)
        line.add_wide(self.value)
        line.add_last(self.add)
        column.addWidget(line)
        self.problem = Secondary()
        self.problem.tone("bad")
        column.addWidget(self.problem)
        self._shown: dict[str, str] | None = None

    def refresh(self, entry: ProviderSettings, problem: str) -> None:
        """Show the headers of now; a value is shown only where it refers to a secret."""
        self.problem.set(problem)
        self.problem.setVisible(bool(problem))
        if entry.headers == self._shown:
            return
        self._shown = dict(entry.headers)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for header, value in entry.headers.items():
            line = Row(Text(header))
            line.add_wide(Secondary(value))
            words = translate("Providers", "Remove {header}").format(header=header)
            remove = IconButton("trash", words)
            remove.clicked.connect(self._remover(header))
            line.add_last(remove)
            self._lines.addWidget(line)
        self.header.clear()
        self.value.clear()

    def _remover(self, header: str) -> Callable[[], None]:
        return lambda: self._presenter.set_header(self._name, header, "")

    def _add(self) -> None:
        header, value = self.header.text().strip(), self.value.text().strip()
        if header and value:
            self._presenter.set_header(self._name, header, value)


def _value(setting: str, text: str) -> object:
    text = text.strip()
    if setting in _TIMEOUTS:
        try:
            return float(text) if text else None
        except ValueError:
            return text
    if setting == "base_url":
        return text or None
    return text
