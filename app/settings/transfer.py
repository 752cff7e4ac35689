"""Settings carried to another machine: all but secrets, and what says where they are kept."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.settings import migrate
from app.settings.branch import Branch
from app.settings.failure import SettingsError, told
from app.settings.notation import is_reference
from app.settings.schema import SCHEMA_VERSION, ProviderSettings, SearchSettings, Settings

_KEY_FIELDS = ("key", "more_keys", "key_origin", "personal_keys")
# What belongs to the machine: where its database is, and what was chosen to be kept there.
_LEFT_OUT = ("storage", "transcripts", "responses")


@dataclass(frozen=True, slots=True)
class Transfer:
    """What an export holds for `Settings` that are there: names of providers, and the result.

    `same` are providers that are there already as they are. `keyless` are new or replaced ones that
    will have no key.
    """

    settings: Settings
    new: tuple[str, ...]
    replaced: tuple[str, ...]
    same: tuple[str, ...]
    keyless: tuple[str, ...]


def exported(settings: Settings) -> str:
    """The settings as TOML. No key, no reference to one, no secret header, nothing unknown."""
    import tomlkit  # here: what only reads settings does without it

    known = _declared(_without_machine(settings))
    document = tomlkit.document()
    document.add(tomlkit.comment("Dragoman's settings, without keys. Import them in its settings."))
    for name, value in {"schema_version": SCHEMA_VERSION, **known}.items():
        document[name] = value
    return tomlkit.dumps(document)


def read(text: str, present: Settings) -> Transfer:
    """What taking `text` over would make of the settings that are `present`.

    A provider that is there keeps its keys, as long as they were entered for the same address.
    Raises `SettingsError` with what is wrong.
    """
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"))
        document = migrate.migrate(document, steps=migrate.STEPS)
        whole = Settings.model_validate({**document, "schema_version": SCHEMA_VERSION})
        taken = Settings.model_validate(_declared(_without_machine(whole)))
    except (tomllib.TOMLDecodeError, RecursionError):
        raise SettingsError("This is no export of Dragoman's settings: it is no TOML.") from None
    except ValidationError as error:
        problems = told(error.errors(include_input=False, include_url=False))
        raise SettingsError(f"This export cannot be taken over.\n  {problems}") from None
    providers = dict(present.providers)
    new: list[str] = []
    replaced: list[str] = []
    same: list[str] = []
    for name, entry in taken.providers.items():
        old = providers.get(name)
        merged = entry if old is None else _with_keys_of(old, entry)
        if old is None:
            new.append(name)
        else:
            (same if merged == old else replaced).append(name)
        providers[name] = merged
    settings = taken.model_copy(
        update={
            "providers": providers,
            "search": _search(present.search, taken.search),
            "profiles": {**present.profiles, **taken.profiles},
            "default_provider": taken.default_provider or present.default_provider,
            "default_model": taken.default_model
            if taken.default_provider
            else present.default_model,
            **{name: getattr(present, name) for name in _LEFT_OUT},
        }
    )
    keyless = tuple(name for name in (*new, *replaced) if providers[name].key is None)
    return Transfer(settings, tuple(new), tuple(replaced), tuple(same), keyless)


def _without_machine(settings: Settings) -> Settings:
    defaults = Settings()
    return settings.model_copy(update={name: getattr(defaults, name) for name in _LEFT_OUT})


def _with_keys_of(old: ProviderSettings, new: ProviderSettings) -> ProviderSettings:
    secret = {name: value for name, value in old.headers.items() if is_reference(value)}
    same_place = (old.base_url, old.preset, old.token_url) == (
        new.base_url,
        new.preset,
        new.token_url,
    )
    if not same_place:
        return new
    kept = {name: getattr(old, name) for name in _KEY_FIELDS}
    return new.model_copy(update={**kept, "headers": {**new.headers, **secret}})


def _search(old: SearchSettings, new: SearchSettings) -> SearchSettings:
    """What was taken over; a service that stays the same keeps its key."""
    if (old.endpoint, old.base_url) != (new.endpoint, new.base_url):
        return new
    return new.model_copy(update={"key": old.key, "key_origin": old.key_origin})


def _declared(value: Any) -> Any:
    """`value` as TOML's types, without defaults: keys that nobody declared may hold anything."""
    if isinstance(value, Branch):
        secretive = isinstance(value, ProviderSettings | SearchSettings)
        left_out = _KEY_FIELDS if secretive else ()
        fields = type(value).model_fields
        found = {name: getattr(value, name) for name in fields if name not in left_out}
        if isinstance(value, ProviderSettings):
            found["headers"] = {k: v for k, v in value.headers.items() if not is_reference(v)}
        changed = {
            name: each
            for name, each in found.items()
            if each is not None and each != fields[name].get_default(call_default_factory=True)
        }
        return {name: _declared(each) for name, each in changed.items()}
    if isinstance(value, Mapping):
        return {key: _declared(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_declared(each) for each in value]
    return value
