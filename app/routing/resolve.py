"""From a client's model name to the places that may answer it.

The first of these that applies decides, and nothing after it adds to the list:

1. a rule with exactly this name (its case, and a date at its end, are ignored);
2. the most specific glob with a slash in it that matches;
3. `provider/model`, where there is such a provider;
4. the most specific other glob that matches, but for a bare `*`;
5. the family (opus, sonnet, haiku, fable) of a Claude name;
6. a bare `*`;
7. a provider that lists the name, the default provider first;
8. the default provider: with the default model, or, where the user listed no models for it, with
   the client's own name.

A path that pins a provider keeps the places of that provider only, and passes the client's name
through where no rule speaks.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from app.core.failure import Failure, FailureKind, Refused
from app.routing.table import Listing, Place, ProfileRules, RoutingTable, Rule

FAMILIES = ("opus", "sonnet", "haiku", "fable")

_LONG_CONTEXT = re.compile(r"\[1m\]\s*$", re.IGNORECASE)  # Claude Code's mark for a model's window
_DATE = re.compile(r"-(?:20\d{6}|20\d\d-\d\d-\d\d|latest)$")
_SEPARATORS = re.compile(r"[-./:_@ ]")
_PICKER_PREFIX = "claude/"  # under which names are shown to Claude Code's model picker
_NAMES_IN_A_MESSAGE = 10


@dataclass(frozen=True, slots=True)
class RouteRequest:
    """What a client asks for; `pinned_provider` where its path named one (`/deepseek/v1/...`)."""

    model: str
    profile: str = "default"
    pinned_provider: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place to try: a provider's name, its model, and the rule in words that led there."""

    provider: str
    model: str
    rule: str


def resolve(table: RoutingTable, request: RouteRequest) -> tuple[Candidate, ...]:
    """The places to try, best first, at least one.

    Raises `Refused` (MODEL_NOT_FOUND; NOT_FOUND for an unknown provider or profile; UNAVAILABLE
    where no provider is set up or the rule's are all gone) with what exists and what to do.
    """
    if not table.providers:
        raise _refusal(
            FailureKind.UNAVAILABLE,
            "No provider is set up. Add one with `dragoman provider add`, or try `dragoman demo`.",
        )
    rules = table.profiles.get(request.profile)
    if rules is None:
        raise _refusal(
            FailureKind.NOT_FOUND,
            f"There is no profile {request.profile!r}. Known are {_some(table.profiles)}.",
        )
    name = client_name(request.model)
    if "claude" not in table.providers:
        name = name.removeprefix(_PICKER_PREFIX) or name
    if request.pinned_provider is not None:
        return _pinned(table, rules, name, request.pinned_provider)
    found = _by_rule(rules, name, table.providers) or _by_listing(table, name)
    if found is None:
        raise _unknown(table, request.profile, name)
    label, places = found
    candidates = _candidates(label, places, name, table.providers)
    if not candidates:
        gone = ", ".join(dict.fromkeys(place.provider for place in places))
        off = all(place.provider in table.disabled for place in places)
        raise _refusal(
            FailureKind.UNAVAILABLE,
            f"The model {_quoted(name)} leads to {gone}, which "
            f"{'is switched off' if off else 'does not exist'} (rule {label!r}). "
            "Change the rule, or set the provider up.",
        )
    return candidates


def client_name(model: str) -> str:
    """`model` without what a client adds to it for itself."""
    return _LONG_CONTEXT.sub("", model).strip()


def family_of(name: str) -> str | None:
    """The Claude family that a model name belongs to: "claude-opus-4-6", "sonnet", "fable-5"."""
    words = [word for word in _SEPARATORS.split(name.lower()) if word]
    for family in FAMILIES:
        if family in words:
            rest = [word for word in words if word != family and not word.isdigit()]
            return family if not rest or "claude" in rest else None
    return None


def known_models(
    table: RoutingTable, profile: str = "default", *, embeddings: bool = False
) -> tuple[str, ...]:
    """The names that a client may ask for, as GET /v1/models lists them.

    These are the exact names of rules, the families as "claude-opus" and so on, and
    "provider/model" for every model that is listed; with `embeddings` also those that cannot talk.
    """
    rules = table.profiles.get(profile, ProfileRules())
    names = [rule.client for rule in rules.exact.values()]
    names += [f"claude-{family}" for family in FAMILIES if family in rules.families]
    for provider, listing in table.providers.items():
        models = (*listing.own, *listing.known, *(listing.embeddings if embeddings else ()))
        names += [f"{provider}/{model}" for model in models]
    if table.default_provider in table.providers and table.default_model:
        names.append(f"{table.default_provider}/{table.default_model}")
    return tuple(dict.fromkeys(names))


Found = tuple[str, tuple[Place, ...]]


def _by_rule(rules: ProfileRules, name: str, providers: Mapping[str, Listing]) -> Found | None:
    lower = name.lower()
    rule = rules.exact.get(lower) or rules.exact.get(_DATE.sub("", lower))
    rule = rule or _glob(rules, lower, with_slash=True)
    if rule is None:
        provider, slash, model = name.partition("/")
        listing = providers.get(provider.lower()) if slash and model else None
        if listing is not None:  # a model's own name may begin with its provider's
            return "provider/model", (Place(provider.lower(), listing.find(name) or model),)
        rule = _glob(rules, lower, with_slash=False)
    if rule is not None:
        return rule.client, rule.places
    family = family_of(lower)
    if family is not None and family in rules.families:
        return f"family {family}", rules.families[family]
    return ("*", rules.catch_all.places) if rules.catch_all else None


def _glob(rules: ProfileRules, lower: str, *, with_slash: bool) -> Rule | None:
    for rule in rules.globs:
        if ("/" in rule.client) == with_slash and fnmatchcase(lower, rule.client.lower()):
            return rule
    return None


def _by_listing(table: RoutingTable, name: str) -> Found | None:
    default = table.default_provider if table.default_provider in table.providers else None
    order = ([default] if default else []) + [p for p in table.providers if p != default]
    for wanted in dict.fromkeys((name, _DATE.sub("", name.lower()))):
        for provider in order:
            model = table.providers[provider].find(wanted)
            if model is not None:
                return "listed", (Place(provider, model),)
    if default is None:
        return None
    if table.default_model:
        return "default", (Place(default, table.default_model),)
    return None if table.providers[default].own else ("default", (Place(default, name),))


def _pinned(
    table: RoutingTable, rules: ProfileRules, name: str, provider: str
) -> tuple[Candidate, ...]:
    if provider not in table.providers:
        state = "switched off" if provider in table.disabled else "not set up"
        raise _refusal(
            FailureKind.NOT_FOUND,
            f"The provider {_quoted(provider)} is {state}. Known are {_some(table.providers)}.",
        )
    found = _by_rule(_only(rules, provider), name, {})
    label, places = found or (
        "pinned",
        (Place(provider, table.providers[provider].find(name) or name),),
    )
    return _candidates(label, places, name, (provider,))


def _only(rules: ProfileRules, provider: str) -> ProfileRules:
    """The rules that lead to `provider`."""

    def leads(places: tuple[Place, ...]) -> bool:
        return any(place.provider == provider for place in places)

    return ProfileRules(
        {name: rule for name, rule in rules.exact.items() if leads(rule.places)},
        tuple(rule for rule in rules.globs if leads(rule.places)),
        rules.catch_all if rules.catch_all and leads(rules.catch_all.places) else None,
        {family: places for family, places in rules.families.items() if leads(places)},
    )


def _candidates(
    label: str, places: Iterable[Place], name: str, providers: Iterable[str]
) -> tuple[Candidate, ...]:
    usable = set(providers)
    return tuple(
        dict.fromkeys(
            Candidate(place.provider, name if place.model == "*" else place.model, label)
            for place in places
            if place.provider in usable
        )
    )


def _unknown(table: RoutingTable, profile: str, name: str) -> Refused:
    known = known_models(table, profile)
    what = f"Known are {_some(known)}." if known else "No model names are known yet."
    return _refusal(
        FailureKind.MODEL_NOT_FOUND,
        f"The model {_quoted(name)} leads nowhere. {what} Ask for one of these or for "
        "PROVIDER/MODEL, map the name with `dragoman model map`, or set a default provider.",
    )


def _some(names: Iterable[str]) -> str:
    all_names = list(names)
    shown = ", ".join(all_names[:_NAMES_IN_A_MESSAGE])
    more = len(all_names) - _NAMES_IN_A_MESSAGE
    return f"{shown} and {more} more" if more > 0 else shown


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 100 else text[:100] + "...")


def _refusal(kind: FailureKind, message: str) -> Refused:
    return Refused(Failure(kind, message, param="model"))
