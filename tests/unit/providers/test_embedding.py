"""What presets say of embeddings, and what holds without them."""

from datetime import date
from typing import Any

import pytest

from app.dialects.embeddings.wire import EmbeddingTraits
from app.providers.catalogue import preset, preset_ids
from app.providers.embedding import embedding_row, models_of, traits_of

TODAY = date(2026, 11, 21)


def row(**fields: Any) -> Any:
    return embedding_row({"source": "a document", **fields}, TODAY)


def test_a_row_holds_for_its_models_and_the_first_one_wins() -> None:
    rows = (row(models=["small-*"], inputs=10), row(inputs=99, base64=False))
    assert traits_of(rows, "openai_chat", "Small-1") == EmbeddingTraits(inputs=10)
    assert traits_of(rows, "openai_chat", "other") == EmbeddingTraits(inputs=99, base64=False)


@pytest.mark.parametrize(
    ("dialect", "api"),
    [
        ("openai_chat", "openai"),
        ("openai_responses", "openai"),
        ("gemini", "gemini"),
        ("anthropic_messages", "none"),
    ],
)
def test_without_a_row_the_dialect_decides(dialect: str, api: str) -> None:
    assert traits_of((), dialect, "m").api == api


def test_only_names_are_offered() -> None:
    assert models_of((row(models=["a", "b-*"]), row(), row(models=["c"]))) == ("a", "c")


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"source": ""}, "no source"),
        ({"limit": 5}, "unknown key 'limit'"),
        ({"api": "soap"}, "'soap'"),
        ({"inputs": 0}, "inputs"),
        ({"tokens": "many"}, "tokens"),
        ({"base64": 1}, "base64"),
    ],
)
def test_a_wrong_row_is_told(fields: dict[str, Any], part: str) -> None:
    with pytest.raises(ValueError, match=part):
        row(**fields)


@pytest.mark.parametrize("preset_id", preset_ids())
def test_every_row_of_every_preset_has_a_source(preset_id: str) -> None:
    assert all(each.source for each in preset(preset_id).embeddings)


@pytest.mark.parametrize(
    ("preset_id", "model", "inputs"),
    [
        ("openai", "text-embedding-3-small", 2048),
        ("dashscope", "text-embedding-v4", 10),
        ("dashscope", "text-embedding-v2", 25),
        ("siliconflow", "BAAI/bge-m3", 32),
        ("zhipu", "embedding-3", 64),
        ("mistral", "mistral-embed", 512),
        ("hithink", "text-embedding-3-large", 2048),
        ("nexus", "openai/text-embedding-3-large", 2048),
        ("ollama", "nomic-embed-text", None),
    ],
)
def test_the_limits_of_known_vendors(preset_id: str, model: str, inputs: int | None) -> None:
    known = preset(preset_id)
    traits = traits_of(known.embeddings, known.dialect, model)
    assert traits.inputs == inputs
    assert traits.api == ("ollama" if preset_id == "ollama" else "openai")
