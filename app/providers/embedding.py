"""What presets tell of a vendor's embeddings: the form, the limits of one request, the models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from app.dialects.embeddings.wire import Api, EmbeddingTraits
from app.providers.globs import is_glob, matches_any

_APIS: Mapping[str, Api] = {
    "openai_chat": "openai",
    "openai_responses": "openai",
    "gemini": "gemini",
}
# Gemini, observed: "at most 100 requests can be in one batch" (geldata/gel #9032).
_OF_GEMINI = EmbeddingTraits(api="gemini", inputs=100, token_arrays=False, base64=False)

_TRAITS = ("api", "inputs", "tokens", "token_arrays", "base64")
_KEYS = {*_TRAITS, "models", "source", "checked", "confirmed"}


@dataclass(frozen=True, slots=True)
class EmbeddingRow:
    """A fact about embeddings at a provider; `models` are names and globs, empty for all.

    `confirmed` is as in `QuirkRow`.
    """

    traits: EmbeddingTraits
    checked: date
    source: str
    models: tuple[str, ...] = ()
    confirmed: bool = True


def embedding_row(raw: Mapping[str, Any], checked: date) -> EmbeddingRow:
    """The row that a preset says. Raises `ValueError` with what is wrong in it."""
    if unknown := sorted(raw.keys() - _KEYS):
        raise ValueError(f"unknown key {unknown[0]!r} in an embedding row")
    if not raw.get("source"):
        raise ValueError("an embedding row has no source")
    if raw.get("api", "openai") not in get_args(Api):
        raise ValueError(f"there is no form of embeddings {raw['api']!r}")
    for name in ("inputs", "tokens"):
        if not isinstance(raw.get(name, 1), int) or raw.get(name, 1) < 1:
            raise ValueError(f"{name} of an embedding row must be a number from 1")
    for name in ("token_arrays", "base64", "confirmed"):
        if not isinstance(raw.get(name, True), bool):
            raise ValueError(f"{name} of an embedding row must be true or false")
    return EmbeddingRow(
        EmbeddingTraits(**{name: raw[name] for name in _TRAITS if name in raw}),
        raw.get("checked", checked),
        raw["source"],
        tuple(raw.get("models", ())),
        raw.get("confirmed", True),
    )


def traits_of(rows: Iterable[EmbeddingRow], dialect: str, model: str) -> EmbeddingTraits:
    """What `model` takes: the first row that holds for it, else what its dialect usually does."""
    for row in rows:
        if not row.models or matches_any(model, row.models):
            return row.traits
    if dialect == "gemini":
        return _OF_GEMINI
    return EmbeddingTraits(api=_APIS.get(dialect, "none"))


def models_of(rows: Iterable[EmbeddingRow]) -> tuple[str, ...]:
    """The models that the rows name, without globs."""
    named = (model for row in rows for model in row.models)
    return tuple(model for model in named if not is_glob(model))
