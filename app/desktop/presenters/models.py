"""The page of models and profiles: what each name that a client asks for becomes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.desktop.presenters.editing import EditingPresenter
from app.desktop.program import Program
from app.desktop.program.routes import Route
from app.desktop.wording import translate
from app.desktop.wording.problems import problem_words
from app.settings import change, notation
from app.settings.schema import (
    DEFAULT_PROFILE,
    FAMILIES,
    ModelRule,
    Profile,
    Settings,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """When a client asks for `client`, use `targets` ("provider/model") in this order.

    `family` says that `client` is one of Claude Code's families. `problem` says why it does not do
    what it says, `broken` which targets cannot be used, with the reason. `again` counts the earlier
    rules of exactly this name: such a one can only be taken away.
    """

    client: str
    targets: tuple[str, ...]
    family: bool = False
    problem: str = ""
    broken: tuple[tuple[str, str], ...] = ()
    again: int = 0


@dataclass(frozen=True, slots=True)
class ModelsState:
    """`offered` are targets to choose from. `route` answers what would happen with `asked`."""

    profiles: tuple[str, ...] = (DEFAULT_PROFILE,)
    profile: str = DEFAULT_PROFILE
    sentences: tuple[Sentence, ...] = ()
    offered: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    default_provider: str = ""
    default_model: str = ""
    asked: str = ""
    route: Route | None = None


class ModelsPresenter(EditingPresenter):
    """Problems are by field: "client" and "target" of the rule that is added, "profile" of the new
    profile, "target of ..." where a rule gets another target.
    """

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.state = ModelsState()
        self._look()
        self.watch(program.providers.changed.connect(lambda _none: self._look()))

    def choose_profile(self, name: str) -> None:
        """Show another profile."""
        self._set(profile=name)
        self._look()

    def add_profile(self, name: str) -> None:
        """Add an empty profile and show it."""
        try:
            notation.profile_name(name)
        except ValueError as error:
            sentence = str(error)
            self.blame("profile", problem_words(sentence[:1].upper() + sentence[1:]))
            return
        if name in self.settings.profiles:
            self.blame("profile", translate("Models", "There is a profile of this name already."))
            return
        self.blame("profile", "")
        self._set(profile=name)
        label = translate("Models", "Profile {profile} added").format(profile=name)
        self.change(label, lambda settings: change.replace_profile(settings, name, Profile()))

    def remove_profile(self) -> None:
        """Take the shown profile away; the default one stays."""
        name = self.state.profile
        if name != DEFAULT_PROFILE:
            self._set(profile=DEFAULT_PROFILE)
            label = translate("Models", "Profile {profile} removed").format(profile=name)
            self.change(label, lambda settings: change.remove_profile(settings, name))

    def add_rule(self, client: str, target: str) -> None:
        """Send a client's name, glob or family to a target."""
        client = client.strip()
        if not client:
            self.blame("client", translate("Models", "Which name does the client ask for?"))
            return
        if any(each.client.lower() == client.lower() for each in self.state.sentences):
            self.blame("client", translate("Models", "There is a rule for this name already."))
            return
        if self.check_target(target):
            self._map(client, (target,), "client")

    def typing_target(self, target: str, client: str = "") -> None:
        """Say what is wrong with a target as it is typed, once its provider is."""
        if "/" in target:
            self.check_target(target, client)
        else:
            self.blame(_target_path(client), "")

    def check_target(self, target: str, client: str = "") -> bool:
        """Say what is wrong with a target: of the rule `client`, "" for the new one."""
        problem = _target_problem(target, self.settings)
        self.blame(_target_path(client), problem)
        return not problem

    def remove_rule(self, client: str, again: int = 0) -> None:
        """Take a rule away; `again` says which, where several have this name."""
        label = translate("Models", "Rule for {client} removed").format(client=client)
        profile = self.state.profile
        if again:
            self._profile(label, lambda profile: _without(profile, client, again))
        else:
            self.change(label, lambda settings: change.unmap_model(settings, profile, client))

    def rename_rule(self, client: str, to: str) -> None:
        """Let a rule hold for another name, at its place."""
        to = to.strip()
        if not to or to == client:
            return
        label = translate("Models", "Rule for {client} changed").format(client=client)
        self._profile(label, lambda profile: _renamed(profile, client, to))

    def add_target(self, client: str, target: str) -> None:
        """Try one more target after the others."""
        targets = self._targets(client)
        if self.check_target(target, client) and target not in targets:
            self._map(client, (*targets, target))

    def remove_target(self, client: str, place: int) -> None:
        """Try a target no more; without any, the rule goes."""
        targets = list(self._targets(client))
        del targets[place]
        if targets:
            self._map(client, targets)
        else:
            self.remove_rule(client)

    def move_target(self, client: str, place: int, to: int) -> None:
        """Try a target earlier or later."""
        targets = list(self._targets(client))
        to = max(0, min(to, len(targets) - 1))
        if to != place:
            targets.insert(to, targets.pop(place))
            self._map(client, targets)

    def set_default(self, provider: str, model: str) -> None:
        """Send everything else to a provider, and there to a model ("" for the client's own)."""
        label = translate("Models", "Everything else goes to {provider}").format(provider=provider)
        self.change(label, lambda s: change.set_default(s, provider, model or None))

    def ask(self, model: str) -> None:
        """Say what would happen with this name."""
        model = model.strip()
        route = self.program.routes.route(self.state.profile, model) if model else None
        self._set(asked=model, route=route)

    def models_of(self, provider: str) -> tuple[str, ...]:
        """What a provider offers."""
        statuses = self.program.providers.statuses()
        return next((each.models for each in statuses if each.name == provider), ())

    def target_problem(self, client: str = "") -> str:
        """What is wrong with the target that is typed for a rule, "" for the new one."""
        return self._problems.get(_target_path(client), "")

    @property
    def providers(self) -> tuple[str, ...]:
        """Every provider, in its order."""
        return tuple(self.settings.providers)

    def _targets(self, client: str) -> tuple[str, ...]:
        return next(each.targets for each in self.state.sentences if each.client == client)

    def _map(self, client: str, targets: Sequence[str], path: str = "") -> None:
        profile = self.state.profile
        label = translate("Models", "Rule for {client} changed").format(client=client)

        def mapped(settings: Settings) -> Settings:
            return change.map_model(settings, profile, client, targets)

        if path:
            wrong = self.program.configuration.check(mapped)
            self.blame(path, wrong[0].sentence if wrong else "")
            if wrong:
                return
        self.change(label, mapped, path)

    def _profile(self, label: str, edit: Callable[[Profile], Profile]) -> None:
        name = self.state.profile
        self.change(
            label,
            lambda settings: change.replace_profile(settings, name, edit(settings.profiles[name])),
        )

    def _configured(self, settings: Settings) -> None:
        super()._configured(settings)
        self._look()

    def _look(self) -> None:
        settings = self.settings
        name = self.state.profile if self.state.profile in settings.profiles else DEFAULT_PROFILE
        profile = settings.profiles[name]
        statuses = self.program.providers.statuses()
        offered = [f"{each.name}/{model}" for each in statuses for model in each.models]
        self._set(
            profiles=tuple(settings.profiles),
            profile=name,
            sentences=tuple(self._sentences(name, profile)),
            offered=tuple(offered),
            known=tuple(self.program.routes.known_models(name)),
            default_provider=settings.default_provider or "",
            default_model=settings.default_model or "",
        )
        self.ask(self.state.asked)

    def _sentences(self, name: str, profile: Profile) -> list[Sentence]:
        settings = self.settings
        found: list[Sentence] = []
        seen: set[str] = set()
        for rule in profile.models:
            if rule.client.lower() in seen:
                problem = translate(
                    "Models", "An earlier rule has the same name: this one never holds."
                )
            else:
                problem = self._shadowed(name, _example(rule.client), rule.client)
            seen.add(rule.client.lower())
            broken = _broken(rule.targets, settings)
            again = sum(each.client == rule.client for each in found)
            found.append(Sentence(rule.client, rule.targets, False, problem, broken, again))
        for family in FAMILIES:
            targets = profile.families.get(family)
            if targets:
                problem = self._shadowed(name, f"claude-{family}-1", f"family {family}")
                broken = _broken(targets, settings)
                found.append(Sentence(family, targets, True, problem, broken))
        return found

    def _shadowed(self, profile: str, example: str, rule: str) -> str:
        """What to say where the router sends a name that `rule` is for by another rule."""
        route = self.program.routes.route(profile, example) if example else None
        if route is None or not route.rule or route.rule == rule:
            return ""
        return translate(
            "Models", "Names such as {example} go by the rule for {rule} instead."
        ).format(example=example, rule=route.rule.removeprefix("family "))

    def _set(self, **changes: object) -> None:
        new = replace(self.state, **changes)  # type: ignore[arg-type]  # fields by name
        if new != self.state:
            self.state = new
            self.changed.tell(None)


def _target_path(client: str) -> str:
    return f"target of {client}" if client else "target"


def _target_problem(target: str, settings: Settings) -> str:
    if not target:
        return translate("Models", "Which provider and model shall answer?")
    try:
        notation.target(target)
    except ValueError:
        return translate("Models", "Write it as provider/model, or take one of the list.")
    name = target.partition("/")[0]
    if name not in settings.providers:
        return translate("Models", "There is no provider {name}.").format(name=name)
    return ""


def _example(client: str) -> str:
    """A name that `client` is meant for, "" where none can be told."""
    if client == "*" or "[" in client:
        return ""
    return client.replace("*", "1").replace("?", "1")


def _broken(targets: Sequence[str], settings: Settings) -> tuple[tuple[str, str], ...]:
    found = []
    for target in targets:
        name = target.partition("/")[0]
        entry = settings.providers.get(name)
        if entry is None:
            found.append((target, translate("Models", "not set up")))
        elif not entry.enabled:
            found.append((target, translate("Models", "switched off")))
    return tuple(found)


def _renamed(profile: Profile, client: str, to: str) -> Profile:
    rules = tuple(
        ModelRule(client=to, targets=rule.targets) if rule.client == client else rule
        for rule in profile.models
    )
    return profile.model_copy(update={"models": rules})


def _without(profile: Profile, client: str, again: int) -> Profile:
    places = [at for at, rule in enumerate(profile.models) if rule.client == client]
    left = [rule for at, rule in enumerate(profile.models) if at != places[again]]
    return profile.model_copy(update={"models": tuple(left)})
