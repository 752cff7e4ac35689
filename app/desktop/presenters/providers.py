"""The page of providers: their cards, in the order in which they stand, one of them open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.desktop.presenters.editing import EditingPresenter
from app.desktop.presenters.provider_add import ProviderAddPresenter, reference_problem
from app.desktop.presenters.provider_test import ProviderTestPresenter
from app.desktop.program import Program
from app.desktop.program.failure import ProgramError
from app.desktop.program.providers import ProviderStatus
from app.desktop.wording import translate
from app.desktop.wording.problems import problem_words
from app.providers.address import AddressError, normalise
from app.settings import change
from app.settings.schema import ProviderSettings, Settings

_Edit = Callable[[ProviderSettings], ProviderSettings]


@dataclass(frozen=True, slots=True)
class ProvidersState:
    """`opened` is the provider whose card is open, "" for none. `adding`: one is being added.

    `fetched` are the models that providers said they have, by provider, and `fetching` those that
    are being asked.
    """

    providers: tuple[ProviderStatus, ...] = ()
    opened: str = ""
    adding: bool = False
    fetched: Mapping[str, Sequence[str]] = field(default_factory=dict)
    fetching: frozenset[str] = frozenset()
    keyring_problem: str = ""


class ProvidersPresenter(EditingPresenter):
    """Changes are saved as they are made; problems are by field, of the open card."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.adding = ProviderAddPresenter(program)
        self.testing = ProviderTestPresenter(program)
        self.state = ProvidersState(tuple(program.providers.statuses()))
        for each in (self.adding, self.testing):
            self.watch(each.close)
            self.watch(each.failed.connect(self.failed.tell))
            self.watch(each.changed.connect(self.changed.tell))
        self.watch(self.adding.added.connect(self._added))
        self.watch(program.providers.changed.connect(lambda _none: self.look()))

    def look(self) -> None:
        """Take what is known of the providers now."""
        found = tuple(self.program.providers.statuses())
        opened = self.state.opened if self.state.opened in {s.name for s in found} else ""
        self._set(providers=found, opened=opened)

    def entry(self, name: str) -> ProviderSettings:
        """A provider's settings."""
        return self.settings.providers[name]

    def open(self, name: str) -> None:
        """Open a card, or close it where it is open."""
        self._problems.clear()
        opened = "" if name == self.state.opened else name
        if opened != self.testing.state.provider:
            self.testing.forget()
        self._set(opened=opened)
        if opened and not self.state.keyring_problem:
            self.spawn(self._ask_keyring())

    def begin_adding(self, begin: bool = True) -> None:
        """Show the gallery, or leave it."""
        self.adding.back()
        if begin:
            self.adding.look()
        self._set(adding=begin)

    def enable(self, name: str, on: bool) -> None:
        """Let requests go to a provider, or not."""
        label = (
            translate("Providers", "{provider} switched on")
            if on
            else translate("Providers", "{provider} switched off")
        )
        self._edit(name, label, lambda entry: entry.model_copy(update={"enabled": on}))

    def make_default(self, name: str) -> None:
        """Let it serve what no rule names."""
        statuses = {each.name: each for each in self.state.providers}
        model = change.passed_or_first(statuses[name].models) if name in statuses else None
        self.change(
            translate("Providers", "{provider} is the default").format(provider=name),
            lambda settings: change.set_default(settings, name, model),
        )

    def default_model(self, name: str, model: str) -> None:
        """Let the default provider serve names that it does not know by this model."""
        self.change(
            translate("Providers", "Default model of {provider}").format(provider=name),
            lambda settings: change.set_default(settings, name, model or None),
        )

    def move(self, name: str, to: int) -> None:
        """Put a provider at another place in the order."""
        names = list(self.settings.providers)
        at = names.index(name)
        to = max(0, min(to, len(names) - 1))
        if at == to:
            return
        names.insert(to, names.pop(at))
        self.change(
            translate("Providers", "{provider} moved").format(provider=name),
            lambda settings: _ordered(settings, names),
        )

    def remove(self, name: str) -> None:
        """Take a provider away; undo brings it back with its keys."""
        self.spawn(self.program.providers.remove(name))

    def add_key(self, name: str, key: str) -> None:
        """Keep one more key, or the first."""
        if key:
            self.spawn(self.program.providers.add_key(name, key))

    def add_reference(self, name: str, reference: str) -> None:
        """Read one more key, or the first, from a variable or a file."""
        reference = reference.strip()
        if reference and self.check_reference(reference):
            self.spawn(self._add_reference(name, reference))

    def check_reference(self, reference: str) -> bool:
        """Say what is wrong with the place of a key; the problem is of the field "key"."""
        self.blame("key", reference_problem(reference) if reference else "")
        return "key" not in self._problems

    def replace_key(self, name: str, reference: str, key: str) -> None:
        """Keep another key in the place of one."""
        if key:
            self.spawn(self.program.providers.replace_key(name, reference, key))

    def remove_key(self, name: str, reference: str) -> None:
        """Forget one key."""
        self.spawn(self.program.providers.remove_key(name, reference))

    def set_field(self, name: str, setting: str, value: object) -> None:
        """Change one field of a provider; what is wrong with it is a problem of that field."""
        if value == getattr(self.entry(name), setting):
            self.blame(setting, "")
            return
        label = translate("Providers", "{provider} changed").format(provider=name)
        self._edit(name, label, lambda e: e.model_copy(update={setting: value}), setting)

    def check_field(self, name: str, setting: str, value: object) -> None:
        """Say what would be wrong with a value, as it is typed."""
        self._checked(name, lambda e: e.model_copy(update={setting: value}), setting)

    def set_header(self, name: str, header: str, value: str) -> None:
        """Send one more header with every request, or ("") no more."""
        headers = {k: v for k, v in self.entry(name).headers.items() if k != header}
        if value:
            headers[header] = value
        self.set_field(name, "headers", headers)

    def offer_model(self, name: str, model: str, offered: bool) -> None:
        """Offer a model of a provider, or no more."""
        models = tuple(each for each in self.entry(name).models if each != model)
        self.set_field(name, "models", (*models, model) if offered else models)

    def fetch_models(self, name: str) -> None:
        """Ask a provider which models it has."""
        if name not in self.state.fetching:
            self._set(fetching=self.state.fetching | {name})
            self.spawn(self._fetch(name))

    def test(self, name: str) -> None:
        """Try a provider."""
        self.testing.start(name)

    async def _add_reference(self, name: str, reference: str) -> None:
        try:
            await self.program.providers.add_reference(name, reference)
        except ProgramError as error:
            if error.field != "key":
                raise
            self.blame("key", error.message)

    async def _fetch(self, name: str) -> None:
        try:
            models = await self.program.providers.fetch_models(name)
            self._set(fetched={**self.state.fetched, name: models})
        finally:
            self._set(fetching=self.state.fetching - {name})

    async def _ask_keyring(self) -> None:
        self._set(keyring_problem=await self.program.providers.keyring_problem())

    def _edit(self, name: str, label: str, edit: _Edit, path: str = "") -> None:
        if path and not self._checked(name, edit, path):
            return

        def changed(settings: Settings) -> Settings:
            return change.replace_provider(settings, name, edit(settings.providers[name]))

        self.change(label.format(provider=name), changed, path)

    def _checked(self, name: str, edit: _Edit, path: str) -> bool:
        wrong = self.program.configuration.check(
            lambda settings: change.replace_provider(settings, name, edit(settings.providers[name]))
        )
        sentence = wrong[0].sentence if wrong else ""
        if path == "base_url" and not sentence:
            sentence = self._address_problem(name, edit(self.entry(name)).base_url)
        self.blame(path, problem_words(sentence))
        return not sentence

    def _address_problem(self, name: str, base_url: str | None) -> str:
        dialects = {each.name: each.dialect for each in self.state.providers}
        try:
            if base_url is not None:
                normalise(base_url, dialects.get(name) or "openai_chat")
        except AddressError as error:
            return str(error)
        return ""

    def _added(self, name: str) -> None:
        self.look()
        self._set(adding=False, opened=name)
        self.testing.start(name)

    def _configured(self, settings: Settings) -> None:
        super()._configured(settings)
        self.look()

    def _set(self, **changes: object) -> None:
        new = replace(self.state, **changes)  # type: ignore[arg-type]  # fields by name
        if new != self.state:
            self.state = new
            self.changed.tell(None)


def _ordered(settings: Settings, names: Sequence[str]) -> Settings:
    known = settings.providers
    # Somebody may have added or removed one meanwhile.
    order = [name for name in names if name in known] + [n for n in known if n not in names]
    return settings.model_copy(update={"providers": {name: known[name] for name in order}})
