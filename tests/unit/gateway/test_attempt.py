"""Which lane a request takes, and what goes to the provider on it."""

import json
from dataclasses import replace
from typing import Any

import pytest

from app.bootstrap.dialects import DIALECTS
from app.core.traits import Traits
from app.dialects.base import ClientCall
from app.gateway.attempt import Attempt, prepare
from app.gateway.request import Framing, Request
from app.gateway.splice import peek, peek_body
from app.providers.provider import Provider, build
from app.routing.adapt import Lesson
from app.settings.schema import ProviderSettings

ANTHROPIC, CHAT, GEMINI = "anthropic_messages", "openai_chat", "gemini"
SAID = [{"role": "user", "content": "hi"}]
CALLS = [{"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}]


def request(dialect: str, query: dict[str, str] | None = None, **body: Any) -> Request:
    whole = {"model": "client", "max_tokens": 9, "messages": SAID} | body
    peeked = peek(json.dumps(whole).encode())
    path = "messages" if dialect == ANTHROPIC else "chat/completions"
    headers = {"anthropic-beta": "b", "x-other": "o"}
    return Request(DIALECTS[dialect], peeked, ClientCall(peeked.body, headers, query or {}, path))


def provider(dialect: str) -> Provider:
    preset = {"preset": "anthropic"} if dialect == ANTHROPIC else {"dialect": dialect}
    settings = {"base_url": "http://127.0.0.1:1", **preset}
    return build("p", ProviderSettings.model_validate(settings))


def attempt(
    asked: Request, dialect: str, lesson: Lesson | None = None, *, verbatim: bool = True
) -> Attempt:
    return prepare(asked, provider(dialect), DIALECTS[dialect], "m", lesson, verbatim=verbatim)


@pytest.mark.parametrize("dialect", [ANTHROPIC, CHAT])
def test_one_dialect_on_both_sides_changes_the_model_only(dialect: str) -> None:
    asked = request(dialect, odd=[1.50])
    made = attempt(asked, dialect)
    assert made.lane == "verbatim"
    assert made.wire.body == asked.peeked.body.replace(b'"client"', b'"m"')
    assert made.wire.stream is False
    assert made.wire.losses == ()


def test_anthropic_s_own_headers_and_beta_query_go_with_it() -> None:
    made = attempt(request(ANTHROPIC, {"beta": "true", "x": "y"}), ANTHROPIC)
    assert made.wire.path == "messages?beta=true"
    assert made.wire.headers["anthropic-beta"] == "b"
    assert "x-other" not in made.wire.headers


@pytest.mark.parametrize(("ours", "theirs"), [(ANTHROPIC, CHAT), (CHAT, ANTHROPIC)])
def test_two_dialects_are_translated_and_always_streamed(ours: str, theirs: str) -> None:
    made = attempt(request(ours), theirs)
    assert made.lane == "translated"
    assert made.wire.stream
    assert json.loads(made.wire.body)["stream"] is True
    assert json.loads(made.wire.body)["model"] == "m"


def test_what_forbids_the_verbatim_lane() -> None:
    carried = "dragoman:v1:abc"
    thinking = [{"type": "thinking", "thinking": "t", "signature": carried}]
    history = [*SAID, {"role": "assistant", "content": thinking}, *SAID]
    assert attempt(request(ANTHROPIC), ANTHROPIC, verbatim=False).lane == "translated"
    assert attempt(request(ANTHROPIC, messages=history), ANTHROPIC).lane == "translated"
    lesson = Lesson(replace(Traits(), temperature=False))
    assert attempt(request(CHAT), CHAT, lesson).lane == "translated"


@pytest.mark.parametrize("preset", ["anthropic", "openrouter"])
def test_a_request_that_shall_get_cache_marks_is_translated(preset: str) -> None:
    settings = {"preset": preset, "key": "env:KEY", "cache_breakpoints": True}
    target = build("p", ProviderSettings.model_validate(settings))
    dialect = target.dialect
    made = prepare(request(dialect), target, DIALECTS[dialect], "m", None, verbatim=True)
    assert (made.lane, made.wire.body.count(b"cache_control")) == ("translated", 1)
    part = {"type": "text", "text": "hi", "cache_control": {"type": "ephemeral"}}
    own = request(dialect, messages=[{"role": "user", "content": [part]}])
    made = prepare(own, target, DIALECTS[dialect], "m", None, verbatim=True)
    assert made.lane == "verbatim"


def test_unsigned_thinking_never_goes_to_who_checks_signatures() -> None:
    thinking = [
        {"type": "thinking", "thinking": "t", "signature": ""},
        {"type": "text", "text": "x"},
    ]
    history = [*SAID, {"role": "assistant", "content": thinking}, *SAID]
    made = attempt(request(ANTHROPIC, messages=history), ANTHROPIC)
    assert made.lane == "translated"
    assert b"thinking" not in made.wire.body


@pytest.mark.parametrize(
    ("preset", "answer", "lane"),
    [
        ("deepseek", {"content": "a"}, "translated"),
        ("deepseek", {"content": "a", "reasoning_content": "t"}, "verbatim"),
        ("moonshot", {"content": "a"}, "verbatim"),
        ("moonshot", {"content": None, "tool_calls": CALLS}, "translated"),
        ("moonshot", {"content": None, "tool_calls": CALLS, "reasoning_content": "t"}, "verbatim"),
    ],
)
def test_a_history_that_misses_its_reasoning_is_translated(
    preset: str, answer: dict[str, Any], lane: str
) -> None:
    settings = {"preset": preset, "base_url": "http://127.0.0.1:1"}
    target = build("p", ProviderSettings.model_validate(settings))
    asked = request(CHAT, messages=[*SAID, {"role": "assistant", **answer}, *SAID])
    made = prepare(asked, target, DIALECTS[CHAT], "kimi-k2.6", None, verbatim=True)
    assert made.lane == lane


def test_the_demo_provider_gets_events_and_no_bytes() -> None:
    demo = build("demo", ProviderSettings(preset="demo"))
    made = prepare(request(CHAT), demo, DIALECTS[CHAT], "demo", None, verbatim=True)
    assert (made.lane, made.wire.body, made.wire.stream) == ("translated", b"", True)


def asked_of_gemini(framing: Framing = "sse", *, stream: bool = True) -> Request:
    body = b'{"contents": [{"parts": [{"text": "hi"}]}]}'
    method = "streamGenerateContent" if stream else "generateContent"
    call = ClientCall(body, path=f"models/client:{method}")
    peeked = peek_body(body, "client", stream=stream)
    return Request(DIALECTS[GEMINI], peeked, call, framing=framing)


@pytest.mark.parametrize(
    ("stream", "path"),
    [(False, "models/m:generateContent"), (True, "models/m:streamGenerateContent?alt=sse")],
)
def test_a_model_in_the_path_is_changed_there(stream: bool, path: str) -> None:
    asked = asked_of_gemini(stream=stream)
    made = attempt(asked, GEMINI)
    assert (made.lane, made.wire.path, made.wire.stream) == ("verbatim", path, stream)
    assert made.wire.body == asked.peeked.body


def test_who_wants_an_array_is_answered_by_translation() -> None:
    assert attempt(asked_of_gemini("array"), GEMINI).lane == "translated"
