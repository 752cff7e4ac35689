"""A provider's settings before they are saved."""

import pytest

from app.gateway.admin.problem import Problem
from app.gateway.admin.provider_draft import (
    changed,
    checked,
    checked_reference,
    drafted,
    only_one,
)
from app.settings.provider_settings import ProviderSettings

OLD = ProviderSettings(
    base_url="https://one.example", key="env:ONE", key_origin="https://one.example:443"
)


def field_of(problem: pytest.ExceptionInfo[Problem]) -> str:
    return problem.value.errors[0].field


def test_a_key_without_an_origin_is_bound_to_the_address_that_it_was_used_at() -> None:
    old = OLD.model_copy(update={"key_origin": None})
    moved = changed("p", old, {"base_url": "https://two.example"}, [])
    assert moved.key_origin == "https://one.example:443"


def test_a_change_that_is_no_move_leaves_the_key_alone() -> None:
    same = changed("p", OLD, {"base_url": "https://one.example/v1", "models": ["m"]}, [])
    assert same.key_origin == OLD.key_origin
    assert same.models == ("m",)


def test_a_new_port_or_scheme_is_a_new_address_for_secret_headers() -> None:
    old = OLD.model_copy(update={"headers": {"x-api-key": "env:ONE"}})
    for url in ("https://one.example:8443", "http://localhost:1"):
        with pytest.raises(Problem) as refused:
            changed("p", old, {"base_url": url}, [])
        assert field_of(refused) == "headers"
    again = {"base_url": "https://two.example", "headers": {"x-api-key": "env:TWO"}}
    assert changed("p", old, again, []).headers == {"x-api-key": "env:TWO"}


def test_a_new_token_address_is_a_new_address_too() -> None:
    old = ProviderSettings(
        base_url="https://one.example",
        auth="token-exchange",
        token_url="https://one.example/token",
        app_id="app",
        key="env:ONE",
    )
    moved = changed("p", old, {"token_url": "https://two.example/token"}, [])
    assert moved.key_origin == "https://one.example:443"


def test_a_broken_provider_gives_its_key_to_no_address() -> None:
    old = ProviderSettings(preset="no-such", key="env:ONE")
    moved = changed("p", old, {"preset": None, "base_url": "https://two.example"}, [])
    assert moved.key_origin == "unknown"


def test_our_own_address_is_refused() -> None:
    draft = drafted({"base_url": "http://127.0.0.1:8777"})
    with pytest.raises(Problem) as refused:
        checked("p", draft, [("0.0.0.0", 8777)])
    assert field_of(refused) == "base_url"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"preset": "no-such"}, "preset"),
        ({"preset": "deepseek", "dialect": "anthropic_messages"}, "dialect"),
        ({"base_url": "https://v.example", "quirks": ["no-such"]}, "quirks"),
        ({"base_url": "https://v.example", "auth": "token-exchange"}, "token_url"),
        (
            {
                "base_url": "https://v.example",
                "auth": "token-exchange",
                "token_url": "http://public.example/token",
                "app_id": "app",
                "key": "env:ONE",
            },
            "token_url",
        ),
        ({"preset": "generic-openai"}, "base_url"),
    ],
)
def test_what_cannot_be_built_names_its_field(fields: dict[str, object], field: str) -> None:
    with pytest.raises(Problem) as refused:
        checked("p", drafted(fields), [])
    assert field_of(refused) == field


@pytest.mark.parametrize("reference", ["env:NAME", "file:/run/secrets/x", "keyring:provider/p"])
def test_a_reference_leads_to_a_variable_a_file_or_a_providers_secret(reference: str) -> None:
    assert checked_reference(reference, "reference") == reference


@pytest.mark.parametrize(
    "reference", ["", "sk-key", "keyring:client/local", "keyring:admin", "env:", "file:x", "http:x"]
)
def test_other_references_are_refused(reference: str) -> None:
    with pytest.raises(Problem) as refused:
        checked_reference(reference, "reference")
    assert field_of(refused) == "reference"
    assert "sk-key" not in refused.value.detail


def test_one_of_two_fields_is_wanted() -> None:
    only_one({"key": "x", "reference": None})
    for given in ({"key": None, "reference": None}, {"key": "x", "reference": "y"}):
        with pytest.raises(Problem):
            only_one(given)
