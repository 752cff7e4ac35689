"""What is kept of requests and conversations, for how long, and how it goes."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.desktop.presenters.general import GeneralPresenter, GeneralState
from app.desktop.widgets.button import Button
from app.desktop.widgets.card import Card, Rule
from app.desktop.widgets.field_row import FieldRow
from app.desktop.widgets.fold import Fold
from app.desktop.widgets.number_field import NumberField
from app.desktop.widgets.row import Row
from app.desktop.widgets.segmented import Segmented
from app.desktop.widgets.settings_form import SettingsForm
from app.desktop.widgets.text import Body, Heading, Secondary
from app.desktop.widgets.text_field import TextField
from app.desktop.wording import amounts, translate
from app.settings.schema import ResponseSettings, StorageSettings

_MB = 1_000_000
_LEAST_BYTES = 1024 * 1024
_ANSWERS = ("keep", "hours", "megabytes")


class KeptCard(Card):
    """Usage, transcripts, and answers that clients go on from."""

    def __init__(self, presenter: GeneralPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.body.addWidget(Heading(translate("General", "What is kept")))
        self.trouble = Body()
        self.trouble.tone("bad")
        self.body.addWidget(self.trouble)
        days = translate("General", "days")
        self.usage = NumberField(1, 36_500, 0, days)
        self.usage.committed.connect(lambda value: presenter.keep("storage.keep_days", int(value)))
        self.usage_row = FieldRow(
            translate("General", "Keep each request's numbers for"),
            self.usage,
            translate("General", "Tokens, costs and times, no words. Their sums stay for ever."),
        )
        self.body.addWidget(self.usage_row)
        self.body.addWidget(Rule())
        self.record = Segmented(
            [
                ("off", translate("General", "Off")),
                ("chosen", translate("General", "Chosen")),
                ("all", translate("General", "All")),
            ]
        )
        self.record.chosen.connect(presenter.record)
        self.body.addWidget(
            FieldRow(
                translate("General", "Transcripts"),
                self.record,
                translate(
                    "General",
                    "Whole conversations, to be looked into in Requests. Off unless you say so.",
                ),
            )
        )
        self.honest = Secondary()
        self.body.addWidget(self.honest)
        self.users = TextField(translate("General", "Names, with commas between them"))
        self.keys = TextField(translate("General", "Names, with commas between them"))
        for field, path in ((self.users, "users"), (self.keys, "keys")):
            field.committed.connect(
                lambda text, path=path: presenter.keep(f"transcripts.{path}", _listed(text))
            )
        self.days = NumberField(1, 3650, 0, days)
        self.days.committed.connect(
            lambda value: presenter.keep("transcripts.keep_days", int(value))
        )
        self.bytes = NumberField(2, 1_000_000, 0, "MB")
        self.bytes.committed.connect(self._keep_bytes)
        self._chosen = (
            FieldRow(translate("General", "Of these people"), self.users),
            FieldRow(translate("General", "Of these keys"), self.keys),
        )
        self._limits = (
            FieldRow(translate("General", "Keep transcripts for"), self.days),
            FieldRow(
                translate("General", "Keep at most"),
                self.bytes,
                translate("General", "Of all transcripts together; the oldest go first."),
            ),
        )
        for row in (*self._chosen, *self._limits):
            self.body.addWidget(row)
        self.body.addWidget(Rule())
        self.taken = Secondary()
        self.clear = Button(translate("General", "Clear history"), "danger", "trash")
        self.clear.clicked.connect(lambda: presenter.ask_to_clear())
        line = Row()
        line.add_wide(self.taken)
        line.add_last(self.clear)
        self.body.addWidget(line)
        self.question = Body(
            translate(
                "General",
                "Every request, its numbers and every transcript go for good. Nothing brings them "
                "back. Settings, people and keys stay.",
            )
        )
        self.question.tone("warn")
        self.body.addWidget(self.question)
        self.yes = Button(translate("General", "Delete for good"), "danger")
        self.yes.clicked.connect(presenter.clear_history)
        self.no = Button(translate("General", "Keep it"))
        self.no.clicked.connect(lambda: presenter.ask_to_clear(clearing=False))
        self._answers = Row(self.yes, self.no)
        self.body.addWidget(self._answers)

        self.responses = Fold(translate("General", "Answers to go on from"))
        places = {
            "off": translate("General", "Off"),
            "memory": translate("General", "In memory"),
            "disk": translate("General", "On disk"),
        }
        self.answers = SettingsForm(ResponseSettings, _ANSWERS, choices={"keep": places})
        self.answers.edited.connect(lambda name, value: presenter.keep(f"responses.{name}", value))
        self.responses.body.addWidget(self.answers)
        self.body.addWidget(self.responses)

        self.database = Fold(translate("General", "Another database"))
        self.form = SettingsForm(StorageSettings, ("database",))
        self.form.edited.connect(lambda name, value: presenter.keep(f"storage.{name}", value))
        self.database.body.addWidget(self.form)
        self.body.addWidget(self.database)

    def refresh(self, state: GeneralState, problems: Mapping[str, str]) -> None:
        """Show what holds now."""
        storage, transcripts = state.settings.storage, state.settings.transcripts
        self.usage.show_number(storage.keep_days)
        self.usage_row.problem(problems.get("storage.keep_days", ""))
        self.record.choose(transcripts.record)
        self.honest.set(_honest(transcripts.record))
        self.users.show_text(", ".join(transcripts.users))
        self.keys.show_text(", ".join(transcripts.keys))
        self.days.show_number(transcripts.keep_days)
        self.bytes.show_number(round(transcripts.keep_bytes / _MB))
        for row in self._chosen:
            row.setVisible(transcripts.record == "chosen")
        for row in self._limits:
            row.setVisible(transcripts.record != "off")
        words = translate("General", "The history takes {size}.")
        size = state.history_bytes
        self.taken.set(words.format(size=amounts.size(size)) if size is not None else "")
        self.trouble.set(state.recording_trouble)
        self.trouble.setVisible(bool(state.recording_trouble))
        self.form.show_values(storage)
        self.answers.show_values(state.settings.responses)
        self.answers.problems({name: problems.get(f"responses.{name}", "") for name in _ANSWERS})
        self.form.problems({"database": problems.get("storage.database", "")})
        self.clear.setVisible(not state.clearing)
        self.question.setVisible(state.clearing)
        self._answers.setVisible(state.clearing)
        self.yes.setEnabled(not state.busy)

    def _keep_bytes(self, value: float) -> None:
        self._presenter.keep("transcripts.keep_bytes", max(int(value) * _MB, _LEAST_BYTES))


def _listed(text: str) -> tuple[str, ...]:
    words = (word.strip() for word in text.replace("，", ",").split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _honest(record: str) -> str:
    if record == "off":
        return translate("General", "No word of any conversation is kept on this machine.")
    return translate(
        "General",
        "Prompts and answers are written to the database word for word, known keys taken out. "
        "They are not encrypted: whoever can read your files can read them.",
    )
