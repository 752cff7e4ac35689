"""Settings carried to another machine: all but secrets, and what says where they are kept."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from app.settings import migrate
from app.settings.failure import SettingsError, told
from app.settings.notation import is_reference
from app.settings.schema import SCHEMA_VERSION, ProviderSettings, Settings

_KEY_FIELDS = ("key", "more_keys", "key_origin")
# What belongs to the machine: where its database is, and what was chosen to be recorded there.
_LEFT_OUT = ("storage", "transcripts")


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

    plain = settings.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    known = _declared(plain)
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
        taken = Settings.model_validate({**_declared(document), "schema_version": SCHEMA_VERSION})
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


def _declared(plain: Mapping[str, Any]) -> dict[str, Any]:
    """What this version knows of `plain`: keys that nobody declared may hold anything."""
    found = {
        name: value
        for name, value in plain.items()
        if name in Settings.model_fields and name not in _LEFT_OUT
    }
    for name in ("server", "logs", "accounting", "desktop"):
        if isinstance(found.get(name), Mapping):
            fields = Settings.model_fields[name].annotation
            found[name] = _fields(fields, found[name])
    providers = found.get("providers")
    if isinstance(providers, Mapping):
        found["providers"] = {name: _provider(entry) for name, entry in providers.items()}
    return found


def _provider(entry: Any) -> Any:
    if not isinstance(entry, Mapping):
        return entry
    kept = {k: v for k, v in _fields(ProviderSettings, entry).items() if k not in _KEY_FIELDS}
    headers = kept.get("headers")
    if isinstance(headers, Mapping):
        kept["headers"] = {
            name: value for name, value in headers.items() if not is_reference(str(value))
        }
    return kept


def _fields(branch: Any, plain: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in plain.items() if name in branch.model_fields}
