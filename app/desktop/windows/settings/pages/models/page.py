"""The page of models and profiles."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desktop.presenters.models import ModelsPresenter, Sentence
from app.desktop.program import Program
from app.desktop.theme.tokens import SPACE
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card
from app.desktop.widgets.choice import Choice
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.fold import Fold
from app.desktop.widgets.row import Row
from app.desktop.widgets.text import Heading, Secondary, Text
from app.desktop.widgets.text_field import TextField
from app.desktop.windows.opening import Opener
from app.desktop.windows.settings.pages.models.question import Question
from app.desktop.windows.settings.pages.models.sentence_card import SentenceCard
from app.desktop.windows.settings.pages.models.target_field import TargetField
from app.desktop.windows.settings.pages.presented import PresentedPage
from app.desktop.wording import translate
from app.settings.schema import DEFAULT_PROFILE, FAMILIES


class ModelsPage(PresentedPage):
    """Built once; what it shows is its presenter's state."""

    def __init__(
        self,
        program: Program,
        _open: Opener,
        presenter: ModelsPresenter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.presenter = presenter or ModelsPresenter(program)
        super().__init__(
            translate("Models", "Models and profiles"),
            translate(
                "Models",
                "What each model name that a client asks for becomes. A profile is a set of such "
                "rules; every client key belongs to one.",
            ),
            self.presenter,
            parent,
        )
        self.add(self._profile_line())
        self.question = Question(self.presenter)
        self.add(self.question)
        self.rules = QWidget()
        self._column = QVBoxLayout(self.rules)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.s)
        self.cards: dict[str, SentenceCard] = {}
        self.none = Secondary(
            translate(
                "Models",
                "No rule yet: names go to a provider that lists them, everything else to the "
                "default.",
            )
        )
        self.add(self.none)
        self.add(self.rules)
        self.add(self._new_rule())
        self.add(self._everything_else())
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        state, problems = self.presenter.state, self.presenter.problems
        self.profile.offer([(each, each) for each in state.profiles])
        self.profile.choose(state.profile)
        self.remove.setVisible(state.profile != DEFAULT_PROFILE)
        self.name_row.problem(problems.get("profile", ""))
        self.question.refresh(state)
        self.none.setVisible(not state.sentences)
        self._refresh_rules(state.sentences)
        self.client_row.problem(problems.get("client", ""))
        self.target.offer(state.offered)
        self.target_row.problem(self.presenter.target_problem())
        self.provider.offer([(each, each) for each in self.presenter.providers])
        self.provider.choose(state.default_provider)
        as_asked = translate("Models", "the name that the client asked for")
        models = self.presenter.models_of(state.default_provider)
        self.model.offer([("", as_asked), *((each, each) for each in models)])
        self.model.choose(state.default_model)

    def _profile_line(self) -> QWidget:
        self.profile = Choice([])
        self.profile.setAccessibleName(translate("Models", "Profile"))
        self.profile.setMinimumWidth(160)
        self.profile.chosen.connect(self.presenter.choose_profile)
        self.remove = Button(translate("Models", "Remove this profile"), "danger", "trash")
        self.remove.clicked.connect(self.presenter.remove_profile)
        line = Row(Text(translate("Models", "Profile")), self.profile)
        line.add_last(self.remove)
        self.another = Fold(translate("Models", "Add a profile"))
        self.name = TextField("work", translate("Models", "Name of the new profile"))
        self.name_row = FieldRow(translate("Models", "Name"), self.name)
        self.add_profile = Button(translate("Models", "Add"))
        self.add_profile.clicked.connect(self._add_profile)
        self.another.body.addWidget(self.name_row)
        self.another.body.addWidget(Row(self.add_profile))
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(line)
        column.addWidget(self.another)
        return whole

    def _new_rule(self) -> Card:
        card = Card()
        card.body.addWidget(Heading(translate("Models", "Add a rule")))
        self.client = TextField("claude-opus*", translate("Models", "Name that a client asks for"))
        self.client_row = FieldRow(
            translate("Models", "When a client asks for"),
            self.client,
            translate("Models", "A name, a pattern such as gpt-*, or one of {families}.").format(
                families=", ".join(FAMILIES)
            ),
        )
        self.target = TargetField(
            "deepseek/deepseek-v4-pro", translate("Models", "Provider and model that answer")
        )
        self.target.edited.connect(lambda text: self.presenter.typing_target(text.strip()))
        self.target.returnPressed.connect(self._add_rule)
        self.target_row = FieldRow(
            translate("Models", "use"),
            self.target,
            translate(
                "Models", "A provider and its model. provider/* passes the name on as it is."
            ),
        )
        self.add_rule = Button(translate("Models", "Add rule"), icon="plus")
        self.add_rule.clicked.connect(self._add_rule)
        for part in (self.client_row, self.target_row, Row(self.add_rule)):
            card.body.addWidget(part)
        return card

    def _everything_else(self) -> Card:
        card = Card()
        card.body.addWidget(Heading(translate("Models", "Everything else")))
        self.provider = Choice([])
        self.provider.chosen.connect(lambda name: self.presenter.set_default(name, ""))
        self.model = Choice([])
        self.model.chosen.connect(
            lambda model: self.presenter.set_default(self.provider.value, model)
        )
        hint = translate("Models", "Serves names that no rule and no list knows.")
        card.body.addWidget(FieldRow(translate("Models", "Provider"), self.provider, hint))
        card.body.addWidget(FieldRow(translate("Models", "Model"), self.model))
        return card

    def _refresh_rules(self, sentences: tuple[Sentence, ...]) -> None:
        known: dict[str, Sentence] = {}
        for number, each in enumerate(sentences):
            # Rules that were written twice have a card each.
            known[f"{each.client} {number}" if each.client in known else each.client] = each
        for key in [key for key in self.cards if key not in known]:
            card = self.cards.pop(key)
            card.hide()
            card.deleteLater()
        for place, (key, sentence) in enumerate(known.items()):
            card = self.cards.get(key) or SentenceCard(sentence, self.presenter)
            self.cards[key] = card
            if self._column.indexOf(card) != place:
                self._column.removeWidget(card)
                self._column.insertWidget(place, card)
            card.refresh(sentence)

    def _add_profile(self) -> None:
        self.presenter.add_profile(self.name.text().strip())
        if not self.presenter.problems.get("profile"):
            self.name.clear()
            self.another.line.setChecked(False)

    def _add_rule(self) -> None:
        self.presenter.add_rule(self.client.text(), self.target.value)
        if not self.presenter.problems.get("client") and not self.presenter.target_problem():
            self.client.clear()
            self.target.clear()
