"""What a `.env` or a `config.json` of another program says about providers; nothing is changed."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.secrets.secret import Secret, SecretValueError
from app.settings import notation

_ASSIGNMENT = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)")
_OPENAI_URL = "https://api.openai.com/v1"


class ImportRefused(Exception):  # noqa: N818 - it says what happened to the file
    """The file cannot be taken over; the message says why, and quotes no value."""


@dataclass(frozen=True, slots=True)
class PlannedProvider:
    """One provider as the file describes it. `key_variable` is the variable that holds its key."""

    name: str
    preset: str | None = None
    base_url: str | None = None
    key: Secret | None = field(default=None, repr=False)
    key_variable: str | None = None
    models: tuple[str, ...] = ()
    app_id: str | None = None
    token_url: str | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Every provider in a file, and the one that it makes the default."""

    providers: tuple[PlannedProvider, ...]
    default_provider: str | None = None
    default_model: str | None = None


def read(file_name: str, text: str) -> ImportPlan:
    """The plan for a file, told apart by its content: JSON is a `config.json`, else a `.env`.

    Raises `ImportRefused` where it holds nothing that we know.
    """
    is_json = file_name.lower().endswith(".json") or text.lstrip().startswith("{")
    plan = _from_config(text) if is_json else _from_variables(variables(text))
    if not plan.providers:
        raise ImportRefused(
            "The file names no provider. A .env needs OPENAI_API_KEY or OPENAI_BASE_URL, HF_TOKEN, "
            "or HITHINK_APP_ID; a config.json needs 'providers'."
        )
    return plan


def variables(text: str) -> dict[str, str]:
    """The assignments in a `.env`: comments, `export` and quotes as a shell reads them."""
    found: dict[str, str] = {}
    for line in text.removeprefix("\ufeff").splitlines():
        matched = None if line.lstrip().startswith("#") else _ASSIGNMENT.fullmatch(line)
        if matched is None:
            continue
        name, value = matched[1], matched[2].strip()
        if value[:1] in ("'", '"') and (end := value.find(value[0], 1)) > 0:
            found[name] = value[1:end]
        else:
            found[name] = re.sub(r"(^|\s+)#.*", "", value)
    return found


def _from_variables(env: Mapping[str, str]) -> ImportPlan:
    providers: list[PlannedProvider] = []
    default_model: str | None = None
    if env.get("OPENAI_API_KEY") or env.get("OPENAI_BASE_URL"):
        url = env.get("OPENAI_BASE_URL") or _OPENAI_URL
        providers.append(
            PlannedProvider(
                _name_for(url),
                base_url=url,
                key=_secret("OPENAI_API_KEY", env.get("OPENAI_API_KEY")),
                key_variable="OPENAI_API_KEY",
                models=_listed(env.get("OPENAI_MODEL")),
            )
        )
        default_model = env.get("OPENAI_MODEL") or None
    if env.get("HF_TOKEN"):
        providers.append(
            PlannedProvider(
                "huggingface",
                preset="huggingface",
                base_url=env.get("HF_BASE_URL") or None,
                key=_secret("HF_TOKEN", env["HF_TOKEN"]),
                key_variable="HF_TOKEN",
                models=_listed(env.get("DEFAULT_MODEL")),
            )
        )
        if len(providers) == 1:
            default_model = env.get("DEFAULT_MODEL") or None
    hithink = {
        part: env.get(f"HITHINK_APP_{part}") or env.get(f"HITHINK_{part}")
        for part in ("ID", "SECRET", "URL", "TOKEN_URL", "BASE_URL")
    }
    if hithink["ID"]:
        providers.append(_hithink(hithink, env))
    return ImportPlan(tuple(providers), providers[0].name if providers else None, default_model)


def _hithink(found: Mapping[str, str | None], env: Mapping[str, str]) -> PlannedProvider:
    url = found["URL"] or found["BASE_URL"] or found["TOKEN_URL"]
    if not url:
        raise ImportRefused("HITHINK_APP_ID is there, but HITHINK_APP_URL is not. Add it.")
    legacy = "HITHINK_APP_SECRET" not in env
    return PlannedProvider(
        "hithink",
        preset="hithink",
        base_url=found["BASE_URL"] or url,
        key=_secret("HITHINK_APP_SECRET", found["SECRET"]),
        key_variable="HITHINK_SECRET" if legacy else "HITHINK_APP_SECRET",
        app_id=found["ID"],
        token_url=found["TOKEN_URL"] or url,
    )


def _from_config(text: str) -> ImportPlan:
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise ImportRefused("The file is not valid JSON.") from None
    entries = document.get("providers") if isinstance(document, dict) else None
    if not isinstance(entries, dict):
        raise ImportRefused("The file has no 'providers' with a name for each.")
    names = {str(name): _slug(str(name)) for name in entries}
    if len(set(names.values())) != len(names):
        raise ImportRefused("Two providers in the file have the same name in lower case.")
    providers = tuple(_entry(name, names[str(name)], raw) for name, raw in entries.items())
    default = document.get("default_provider")
    model = document.get("default_model")
    return ImportPlan(
        providers,
        names.get(default) if isinstance(default, str) else None,
        model if isinstance(model, str) and model else None,
    )


def _entry(title: str, name: str, raw: Any) -> PlannedProvider:
    if not isinstance(raw, dict) or not isinstance(raw.get("base_url"), str):
        raise ImportRefused(f"The provider {title!r} has no base_url.")
    key = raw.get("api_key")
    models = raw.get("models") or ()
    if isinstance(models, dict):  # by name, or from a size ("big") to a name
        values = list(models.values())
        models = values if all(isinstance(value, str) for value in values) else list(models)
    if isinstance(models, str):
        models = [models]
    named = [m.get("id") or m.get("name") if isinstance(m, dict) else m for m in models]
    return PlannedProvider(
        name,
        base_url=raw["base_url"],
        key=_secret(f"The api_key of {title!r}", key if isinstance(key, str) else None),
        models=tuple(dict.fromkeys(m for m in named if isinstance(m, str) and m)),
    )


def _name_for(url: str) -> str:
    from app.providers.catalogue import recognise

    return recognise(url) or "openai-compatible"


def _slug(title: str) -> str:
    name = re.sub(r"[^a-z0-9._-]+", "-", title.lower()).strip("-._")[:64]
    try:
        return notation.provider_name(name)
    except ValueError:
        return notation.provider_name(f"{name}-provider".lstrip("-")[-64:])


def _secret(where: str, text: str | None) -> Secret | None:
    if not text or not text.strip():
        return None
    try:
        return Secret.entered(text)
    except SecretValueError as error:
        raise ImportRefused(f"{where} cannot be used. {error}") from None


def _listed(model: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (model or "").split(",") if name.strip())
