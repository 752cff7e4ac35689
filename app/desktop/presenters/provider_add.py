"""Adding a provider: found or chosen, its key kept; shared by the settings and the first run."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.desktop.presenters.presenter import Presenter
from app.desktop.program import Program
from app.desktop.program.failure import ProgramError
from app.desktop.program.listeners import Listeners
from app.desktop.program.providers import LocalServer, NewProvider
from app.desktop.wording import translate
from app.desktop.wording.problems import problem_words
from app.providers.address import AddressError, normalise
from app.providers.catalogue import preset, preset_ids
from app.providers.preset import Preset
from app.settings import notation

# The well-known first, as look.md's gallery has them; then the rest by name, local ones after.
_FIRST = (
    "deepseek",
    "siliconflow",
    "zhipu",
    "moonshot",
    "dashscope",
    "huggingface",
    "openrouter",
    "openai",
    "anthropic",
    "gemini",
    "xai",
)
_GENERIC = ("generic-openai", "generic-anthropic", "generic-responses", "generic-gemini")


@dataclass(frozen=True, slots=True)
class AddState:
    """`presets` fit the words that are looked for. `chosen` None: nothing is chosen yet.

    `by_reference`: the key is named (env:NAME, file:/path) instead of pasted, since there is no
    keyring or the person wants it so. `problems` are by field: "name", "base_url", "key".
    """

    words: str = ""
    presets: tuple[Preset, ...] = ()
    found: tuple[LocalServer, ...] = ()
    looking: bool = False
    chosen: Preset | None = None
    name: str = ""
    base_url: str = ""
    reference: str = ""
    by_reference: bool = False
    keyring_problem: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    adding: bool = False

    @property
    def unknown(self) -> bool:
        """Whether the words that are looked for are no known provider's."""
        return not any(_fits(each, self.words) for each in self.presets)

    @property
    def needs_url(self) -> bool:
        """Whether the preset knows no address of its own."""
        return self.chosen is not None and self.chosen.base_url is None and not self.is_demo

    @property
    def needs_key(self) -> bool:
        """Whether it is of no use without a key."""
        chosen = self.chosen
        return chosen is not None and chosen.auth != "none" and not chosen.local

    @property
    def is_demo(self) -> bool:
        """Whether it is the built-in provider."""
        return self.chosen is not None and self.chosen.dialect == "demo"


class ProviderAddPresenter(Presenter):
    """`added` hears the name of the provider that was added."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.added: Listeners[str] = Listeners()
        self.state = AddState(presets=_fitting(""))
        self._program = program

    def look(self) -> None:
        """Look for model servers on this machine, and whether a key can be kept."""
        if not self.state.looking:
            self._set(looking=True)
            self.spawn(self._look())

    def search(self, words: str) -> None:
        """Offer the presets that fit these words."""
        self._set(words=words, presets=_fitting(words))

    def choose(self, preset_id: str) -> None:
        """Go on with a preset."""
        chosen = preset(preset_id)
        self._set(
            chosen=chosen,
            name=self._free_name(_plain_name(preset_id)),
            base_url="",
            reference="",
            by_reference=bool(self.state.keyring_problem),
            problems={},
        )

    def use_server(self, server: LocalServer) -> None:
        """Add a model server that was found: it needs no key."""
        if self.state.adding:
            return
        name = self._free_name(_plain_name(server.preset))
        self._set(adding=True, problems={})
        url = None if server.base_url == preset(server.preset).base_url else server.base_url
        self.spawn(self._add(NewProvider(name, server.preset, url, models=server.models)))

    def try_demo(self) -> None:
        """Add the built-in provider, or go on with it where it is there already."""
        settings = self._program.configuration.settings
        for name, entry in settings.providers.items():
            if entry.preset == "demo":
                self.added.tell(name)
                return
        self._set(adding=True, problems={})
        self.spawn(self._add(NewProvider(self._free_name("demo"), "demo")))

    def back(self) -> None:
        """Choose again."""
        self._set(chosen=None, problems={}, adding=False)

    def name_it(self, name: str) -> None:
        """Call it so; checked as it is typed."""
        self._set(name=name)
        self._blame("name", _name_problem(name) or self._taken(name))

    def place_it(self, base_url: str) -> None:
        """Its address; checked as it is typed."""
        self._set(base_url=base_url)
        self._blame("base_url", self._url_problem(base_url))

    def refer_to(self, reference: str) -> None:
        """Where its key is; checked as it is typed."""
        self._set(reference=reference)
        self._blame("key", reference_problem(reference) if reference else "")

    def by_reference(self, yes: bool) -> None:
        """Name the key's place instead of pasting it, or the other way round."""
        self._set(by_reference=yes)
        self._blame("key", "")

    def add(self, key: str) -> None:
        """Add it with the key that was pasted, "" where none was."""
        state = self.state
        chosen = state.chosen
        if chosen is None or state.adding:
            return
        self._blame("name", _name_problem(state.name) or self._taken(state.name))
        self._blame("base_url", self._url_problem(state.base_url))
        given = state.reference if state.by_reference else key
        if state.needs_key and not given:
            self._blame("key", translate("Providers", "It needs a key."))
        elif state.by_reference and given:
            self._blame("key", reference_problem(given))
        if any(self.state.problems.values()):
            return
        self._set(adding=True)
        draft = NewProvider(
            name=state.name,
            preset=chosen.id,
            base_url=state.base_url or None,
            key="" if state.by_reference else key,
            secret=state.reference if state.by_reference else "",
        )
        self.spawn(self._add(draft))

    async def _look(self) -> None:
        providers = self._program.providers
        found, problem = await asyncio.gather(
            providers.local_servers(), providers.keyring_problem(), return_exceptions=True
        )
        self._set(
            looking=False,
            found=() if isinstance(found, BaseException) else tuple(found),
            keyring_problem=problem if isinstance(problem, str) else "",
        )

    async def _add(self, draft: NewProvider) -> None:
        try:
            name = await self._program.providers.add(draft)
        except ProgramError as error:
            field = {"secret": "key"}.get(error.field, error.field)
            if field in ("name", "base_url", "key"):
                self._blame(field, error.message)
                return
            raise
        finally:
            self._set(adding=False)
        self._set(chosen=None)
        self.added.tell(name)

    def _free_name(self, wanted: str) -> str:
        taken = self._program.configuration.settings.providers
        number, name = 2, wanted
        while name in taken:
            name, number = f"{wanted}-{number}", number + 1
        return name

    def _taken(self, name: str) -> str:
        taken = name in self._program.configuration.settings.providers
        return translate("Providers", "Another provider has this name.") if taken else ""

    def _url_problem(self, url: str) -> str:
        chosen = self.state.chosen
        if not url:
            return translate("Providers", "It needs an address.") if self.state.needs_url else ""
        try:
            normalise(url, chosen.dialect if chosen is not None else "openai_chat")
        except AddressError as error:
            return problem_words(str(error))
        return ""

    def _blame(self, name: str, sentence: str) -> None:
        problems = {key: words for key, words in self.state.problems.items() if key != name}
        if sentence:
            problems[name] = sentence
        if problems != self.state.problems:
            self._set(problems=problems)

    def _set(self, **changes: object) -> None:
        new = replace(self.state, **changes)  # type: ignore[arg-type]  # fields by name
        if new != self.state:
            self.state = new
            self.changed.tell(None)


def _fitting(words: str) -> tuple[Preset, ...]:
    known = [preset(each) for each in preset_ids()]
    found = [each for each in known if _fits(each, words)]
    # What nobody knows by name can be reached by its address.
    return tuple(sorted(found or [preset(each) for each in _GENERIC], key=_place))


def _fits(known: Preset, words: str) -> bool:
    searched = " ".join((known.id, *known.label.values(), known.base_url or "")).lower()
    return all(word in searched for word in words.lower().split())


def _place(known: Preset) -> tuple[int, int, str]:
    if known.id in _FIRST:
        return 0, _FIRST.index(known.id), ""
    if known.id in _GENERIC:
        return 3, _GENERIC.index(known.id), ""
    if known.dialect == "demo":
        return 4, 0, ""
    return (2 if known.local else 1), 0, known.label["en"].lower()


def _plain_name(preset_id: str) -> str:
    return "custom" if preset_id in _GENERIC else preset_id


def _name_problem(name: str) -> str:
    try:
        notation.provider_name(name)
    except ValueError as error:
        sentence = str(error)
        return problem_words(sentence[:1].upper() + sentence[1:])
    return ""


def reference_problem(reference: str) -> str:
    """What is wrong with the place of a key that a person names, "" for nothing."""
    if reference.startswith(("env:", "file:")) and notation.is_reference(reference):
        return ""
    return translate("Providers", "Write env:NAME for a variable, or file:/path for a file.")
