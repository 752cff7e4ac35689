"""Ollama, LM Studio, llama.cpp and vLLM."""

import json
from typing import Any

import pytest

from app.core.conversation import Image, Inline, Remote, Text, Thinking, Tool, ToolCall
from app.core.failure import FailureKind
from app.gateway.cut_prompt import cut_prompt
from app.routing.retry import Phase, Situation, decide
from tests.dialects.chat_streams import CALLS, STOP, answered, call, calls, chunk, failed, sse
from tests.dialects.strategies import PNG
from tests.dialects.vendors.endpoint import asked, error, user

LOCAL = ("ollama", "lmstudio", "llamacpp", "vllm")
FIRST = Situation(Phase.ANSWERED, attempts=1, same_target=1, elapsed=0.0, more_candidates=True)
ODD = Tool(
    "ls",
    None,
    {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {"path": {"type": "string", "pattern": "^/", "minLength": 1}},
    },
)


def ending(**choice: Any) -> dict[str, Any]:
    found = chunk(finish="stop")
    found["choices"][0] |= choice
    return found


def test_ollama_sends_calls_whole_and_may_count_them_from_0_each() -> None:
    raw = sse(
        chunk(calls(call(0, "call_a", "ls", '{"path":"/"}'), content="")),
        chunk(calls(call(0, "call_b", "ls", '{"path":"/etc"}'), content="")),
        chunk(finish="stop"),
    )
    answer = answered(raw)
    assert [part.id for part in answer.parts if isinstance(part, ToolCall)] == ["call_a", "call_b"]
    assert answer.reason == "tool_calls"


def test_ollama_s_thoughts_are_told() -> None:
    raw = sse(chunk({"content": "", "reasoning": "Hm"}), chunk({"content": "Hi"}), STOP)
    thinking, text = answered(raw).parts
    assert isinstance(thinking, Thinking)
    assert text == Text("Hi")


def test_ollama_gets_pictures_and_no_links_to_them() -> None:
    told = json.dumps(asked("ollama", "qwen3", user("a", Image(Remote("https://a.example/b.png")))))
    assert '"image_url"' not in told
    told = json.dumps(asked("ollama", "gemma3", user("a", Image(Inline("image/png", PNG)))))
    assert f"data:image/png;base64,{PNG}" in told


def test_a_prompt_that_ollama_cut_betrays_itself() -> None:
    assert cut_prompt(text_bytes=90_000, tokens=4096) is not None
    assert cut_prompt(text_bytes=90_000, tokens=24_000) is None


@pytest.mark.parametrize("preset", ["lmstudio", "llamacpp"])
def test_what_a_grammar_does_not_know_is_not_sent(preset: str) -> None:
    body = asked(preset, "qwen3", tools=(ODD,))
    parameters = body["tools"][0]["function"]["parameters"]
    assert parameters == {"type": "object", "properties": {"path": {"type": "string"}}}


@pytest.mark.parametrize(
    "message",
    [
        'Error rendering prompt with jinja template: "roles must alternate user/assistant"',
        "Failed to apply the chat template: Value is not callable: null at row 58, column 26",
    ],
)
def test_a_template_that_cannot_say_it_is_not_asked_twice(message: str) -> None:
    failure = error(500, {"error": {"code": 500, "message": message, "type": "server_error"}})
    assert failure.kind is FailureKind.UNSUPPORTED
    assert decide(failure, FIRST).action == "give_up"
    assert error(500, {"error": message}).kind is FailureKind.UNSUPPORTED


def test_llama_cpp_s_full_context_is_told_as_such() -> None:
    told = {
        "code": 400,
        "message": "the request exceeds the available context size. try increasing it",
        "type": "exceed_context_size_error",
        "n_prompt_tokens": 9000,
        "n_ctx": 4096,
    }
    assert error(400, {"error": told}).kind is FailureKind.CONTEXT_OVERFLOW


def test_llama_cpp_s_timings_do_not_disturb() -> None:
    last = {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 4}}
    raw = sse(chunk({"content": "Hi"}), STOP, {**last, "timings": {"predicted_ms": 9.1}})
    assert answered(raw).usage is not None


def test_a_model_that_is_still_loading_is_busy() -> None:
    told = {"error": {"code": 503, "message": "Loading model", "type": "unavailable_error"}}
    assert error(503, told).kind is FailureKind.OVERLOADED


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
def test_vllm_s_reasoning_has_an_old_and_a_new_name(name: str) -> None:
    thinking, text = answered(sse(chunk({name: "Hm"}), chunk({"content": "Hi"}), STOP)).parts
    assert isinstance(thinking, Thinking)
    assert text == Text("Hi")


@pytest.mark.parametrize(
    ("matched", "reason", "sequence"),
    [(128_009, "stop", None), ("END", "stop_sequence", "END"), (None, "stop", None)],
)
def test_vllm_names_what_stopped_it_by_number_or_by_words(
    matched: Any, reason: str, sequence: str | None
) -> None:
    answer = answered(sse(chunk({"content": "Hi"}), ending(stop_reason=matched)))
    assert (answer.reason, answer.stop_sequence) == (reason, sequence)


def test_vllm_without_its_flag_says_what_to_do() -> None:
    told = '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set'
    failure = error(
        400, {"object": "error", "message": told, "type": "BadRequestError", "code": 400}
    )
    assert failure.kind is FailureKind.BAD_REQUEST
    assert "--enable-auto-tool-choice" in failure.message


def test_vllm_s_error_in_a_stream_is_one() -> None:
    told = '{"object":"error","message":"CUDA error","type":"InternalServerError","code":500}'
    assert failed(sse(chunk({"content": "a"}), f"data: {told}\n\n")) is FailureKind.PROVIDER


@pytest.mark.parametrize("preset", LOCAL)
def test_an_endless_blank_in_a_call_is_cut_off(preset: str) -> None:
    blanks = [chunk(calls(call(0, args=" " * 100))) for _ in range(6)]
    raw = sse(chunk(calls(call(0, "c0", "ls", '{"path":'))), *blanks, CALLS)
    assert failed(raw) is FailureKind.PROTOCOL
    assert asked(preset, "a-model")["stream"] is True
