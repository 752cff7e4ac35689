"""Where requests for embeddings go."""

from typing import Any

import pytest

from app.core.failure import FailureKind, Refused
from app.routing.embedding import embedding_candidates
from app.routing.resolve import RouteRequest
from app.routing.table import RoutingTable, table_of
from app.settings.schema import Settings

EMBEDDINGS = {
    "openai": ("text-embedding-3-small", "text-embedding-3-large"),
    "silicon": ("BAAI/bge-m3",),
}


def table(rules: dict[str, list[str]] | None = None, **settings: Any) -> RoutingTable:
    rows = [{"client": client, "targets": targets} for client, targets in (rules or {}).items()]
    providers = {
        name: {"base_url": f"https://{name}.example/v1", "auth": "none"}
        for name in ("talker", "openai", "silicon", "mine")
    }
    checked = Settings.model_validate(
        {"providers": providers, "profiles": {"default": {"models": rows}}, **settings}
    )
    return table_of(checked, {}, EMBEDDINGS)


def places(found: RoutingTable, model: str, *unable: str) -> list[tuple[str, str]]:
    candidates = embedding_candidates(found, RouteRequest(model), lambda name: name not in unable)
    return [(each.provider, each.model) for each in candidates]


def test_a_glob_leads_where_its_user_wrote() -> None:
    rules = {"text-embedding-*": ["mine/nomic-embed-text"], "*": ["talker/chat"]}
    assert places(table(rules), "text-embedding-3-small") == [("mine", "nomic-embed-text")]


def test_failover_stays_with_the_model_under_whatever_name() -> None:
    rules = {"m": ["silicon/BAAI/bge-m3", "mine/nomic-embed-text", "openai/bge-m3:latest"]}
    assert places(table(rules), "m") == [("silicon", "BAAI/bge-m3"), ("openai", "bge-m3:latest")]


def test_the_clients_own_name_may_be_served_by_several() -> None:
    found = table({"text-*": ["openai/*", "mine/*"]})
    assert places(found, "text-embedding-3-small") == [
        ("openai", "text-embedding-3-small"),
        ("mine", "text-embedding-3-small"),
    ]


@pytest.mark.parametrize("rules", [{"*": ["talker/chat"]}, {}])
def test_a_model_that_talks_gives_way_to_a_provider_that_lists_the_name(
    rules: dict[str, list[str]],
) -> None:
    found = table(rules, default_provider="talker", default_model="chat")
    assert places(found, "Text-Embedding-3-Large") == [("openai", "text-embedding-3-large")]
    assert places(found, "unheard-of") == [("talker", "chat")]


def test_a_rule_for_everything_that_makes_vectors_is_kept() -> None:
    found = table({"*": ["mine/mxbai-embed-large"]})
    assert places(found, "text-embedding-3-small") == [("mine", "mxbai-embed-large")]


def test_a_provider_and_its_model_may_be_named() -> None:
    assert places(table(), "silicon/baai/bge-m3") == [("silicon", "baai/bge-m3")]


def test_a_provider_that_makes_none_is_passed_over() -> None:
    rules = {"text-*": ["talker/*", "openai/*"]}
    assert places(table(rules), "text-embedding-3-small", "talker") == [
        ("openai", "text-embedding-3-small")
    ]


def test_where_nobody_can_the_user_is_told_what_to_do() -> None:
    with pytest.raises(Refused) as caught:
        places(table({"*": ["talker/chat"]}), "unheard-of", "talker")
    failure = caught.value.failure
    assert failure.kind is FailureKind.UNSUPPORTED
    assert "talker makes no embeddings" in failure.message
    assert "dragoman model map" in failure.message
