"""The list of models in each client's shape."""

from app.gateway.endpoints.models import described, listed, shown_to_picker, unprefixed
from tests.dialects.vendor_schemas import validator

NAMES = ("claude-opus-4-6", "deepseek/deepseek-chat", "gpt-x")


def test_an_anthropic_client_gets_anthropic_s_list() -> None:
    page = listed("anthropic_messages", NAMES)
    validator("anthropic", "ListResponse_ModelInfo_")(page)
    assert [entry["display_name"] for entry in page["data"]] == list(NAMES)


def test_an_empty_list_is_valid_too() -> None:
    validator("anthropic", "ListResponse_ModelInfo_")(listed("anthropic_messages", ()))


def test_every_id_shows_in_claude_code_s_picker_and_leads_back() -> None:
    for entry in listed("anthropic_messages", NAMES)["data"]:
        assert "claude" in entry["id"]
    for name in NAMES:
        assert unprefixed(shown_to_picker(name), {"deepseek"}) == name


def test_a_provider_named_like_the_prefix_is_not_taken_for_it() -> None:
    assert unprefixed("claude/x", {"claude"}) == "claude/x"


def test_an_openai_client_gets_openai_s_list() -> None:
    page = listed("openai_chat", NAMES)
    validator("openai_chat", "ListModelsResponse")(page)
    assert [entry["id"] for entry in page["data"]] == list(NAMES)
    assert described("openai_chat", "gpt-x") in page["data"]


def test_a_google_client_gets_google_s_list() -> None:
    page = listed("gemini", NAMES)
    assert [model["name"] for model in page["models"]] == [f"models/{name}" for name in NAMES]
    assert described("gemini", "gpt-x") in page["models"]
