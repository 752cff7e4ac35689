"""What would happen with a name: answered by the router as it is typed."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QWidget

from app.desktop.presenters.models import ModelsPresenter, ModelsState
from app.desktop.widgets.card import Card
from app.desktop.widgets.search_field import SearchField
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.wording import translate


class Question(Card):
    """Names that are known complete what is typed."""

    def __init__(self, presenter: ModelsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(translate("Models", "What would happen with…")))
        self.field = SearchField(translate("Models", "A model name, such as claude-opus-4-8"))
        self.field.textChanged.connect(presenter.ask)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.field.setCompleter(completer)
        self.body.addWidget(self.field)
        self.answer = Body()
        self.body.addWidget(self.answer)
        self.why = Secondary()
        self.body.addWidget(self.why)

    def refresh(self, state: ModelsState) -> None:
        """Show the answer."""
        if self._known.stringList() != list(state.known):
            self._known.setStringList(list(state.known))
        route = state.route
        self.answer.setVisible(route is not None)
        self.why.setVisible(route is not None and bool(route.rule))
        if route is None:
            return
        if route.refusal:
            self.answer.set(route.refusal, "bad")
            return
        then = translate("Models", ", then ")
        targets = then.join(f"{provider}: {model}" for provider, model in route.targets)
        self.answer.set(translate("Models", "It goes to {targets}.").format(targets=targets), "ok")
        self.why.set(_why(route.rule))


def _why(rule: str) -> str:
    if rule.startswith("family "):
        return translate("Models", "By the rule for the family {family}.").format(family=rule[7:])
    known = {
        "listed": translate("Models", "A provider lists a model of this name."),
        "default": translate("Models", "No rule and no list knows it: the default serves it."),
        "provider/model": translate("Models", "The name says the provider and the model."),
        "pinned": translate("Models", "The address says the provider."),
    }
    return known.get(rule) or translate("Models", "By the rule for {rule}.").format(rule=rule)
