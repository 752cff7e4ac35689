"""Paths as people paste them."""

import pytest

from app.gateway.paths import Route, match, speaks


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/v1/messages", Route("messages")),
        ("/v1/messages/", Route("messages")),
        ("/v1/v1/messages", Route("messages")),
        ("//v1//messages", Route("messages")),
        ("/messages", Route("messages")),
        ("/anthropic/v1/messages", Route("messages")),
        ("/v1/messages/count_tokens", Route("count_tokens")),
        ("/v1/chat/completions", Route("chat_completions")),
        ("/chat/completions", Route("chat_completions")),
        ("/deepseek/v1/chat/completions", Route("chat_completions", "deepseek")),
        ("/deepseek/chat/completions", Route("chat_completions", "deepseek")),
        ("/deepseek/v1/v1/messages/count_tokens", Route("count_tokens", "deepseek")),
        ("/v1/models", Route("models")),
        ("/models", Route("models")),
        ("/v1/models/deepseek/deepseek-chat", Route("model", None, "deepseek/deepseek-chat")),
        ("/v1/responses", Route("responses")),
        ("/v1/responses/resp_1", Route("response", None, "resp_1")),
        ("/v1beta/models", Route("models")),
        ("/v1beta/models/gemini-3-pro", Route("model", None, "gemini-3-pro")),
        ("/v1/models/qwen:free", Route("model", None, "qwen:free")),
        ("/v1beta/models/m:generateContent", Route("generate_content", None, "m:generateContent")),
        (
            "/v1/models/m:streamGenerateContent",
            Route("generate_content", None, "m:streamGenerateContent"),
        ),
        (
            "/deepseek/v1beta/models/a/b:free:countTokens",
            Route("count_contents", "deepseek", "a/b:free:countTokens"),
        ),
        (
            "/v1beta/tunedModels/t:generateContent",
            Route("generate_content", None, "tunedModels/t:generateContent"),
        ),
        ("/google/v1beta/a/b:embedContent", Route("embed_content", None, "a/b:embedContent")),
        ("/health", Route("health")),
        ("/api/hello", Route("hello")),
        ("/", Route("root")),
        ("", Route("root")),
        ("/v1", Route("root")),
    ],
)
def test_a_path_leads_to_its_endpoint(path: str, route: Route) -> None:
    assert match(path, {"deepseek"}) == route


@pytest.mark.parametrize(
    "path",
    [
        "/v2/messages",
        "/other/v1/messages",
        "/v1/messages/batches",
        "/admin",
        "/v1/chat",
        "/v1/responses/resp_1/other",
    ],
)
def test_other_paths_lead_nowhere(path: str) -> None:
    assert match(path, {"deepseek"}) is None


@pytest.mark.parametrize(
    ("path", "headers", "dialect"),
    [
        ("/v1/messages", set(), "anthropic_messages"),
        ("/x/v1/messages/count_tokens", set(), "anthropic_messages"),
        ("/v1/chat/completions", {"anthropic-version"}, "openai_chat"),
        ("/v1/models", {"anthropic-version"}, "anthropic_messages"),
        ("/v1/models", {"x-goog-api-key"}, "gemini"),
        ("/v1beta/models", set(), "gemini"),
        ("/v1/models/m:generateContent", {"anthropic-version"}, "gemini"),
        ("/v1/models/qwen:free", set(), "openai_chat"),
        ("/gemini/v1/chat/completions", {"x-goog-api-key"}, "openai_chat"),
        ("/v1/models", {"authorization"}, "openai_chat"),
        ("/nowhere", set(), "openai_chat"),
    ],
)
def test_errors_are_told_in_the_client_s_dialect(
    path: str, headers: set[str], dialect: str
) -> None:
    assert speaks(path, headers) == dialect
