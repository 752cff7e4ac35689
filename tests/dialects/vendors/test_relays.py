"""OpenRouter, Hugging Face's router and SiliconFlow: other people's models."""

from typing import Any

import pytest

from app.core.conversation import Reasoning, Text, Thinking, ToolCall, ToolResult
from app.core.failure import FailureKind
from app.core.sidecar import Origin, Sidecar
from tests.dialects.chat_streams import CALLS, STOP, answered, call, calls, chunk, failed, sse
from tests.dialects.vendors.endpoint import LS, asked, assistant, error, provider, user

DETAILS: list[dict[str, Any]] = [
    {"type": "reasoning.summary", "summary": "Hm", "format": "openai-responses-v1", "index": 0},
    {"type": "reasoning.encrypted", "data": "gAAA", "format": "openai-responses-v1", "index": 0},
]


def test_openrouter_s_comments_are_signs_of_life() -> None:
    raw = sse(": OPENROUTER PROCESSING\n\n" * 3, chunk({"content": "Hi"}), STOP)
    assert answered(raw).parts == (Text("Hi"),)


def test_openrouter_s_error_beside_a_finish_reason_is_an_error() -> None:
    broken = chunk({"content": ""}, "error")
    broken["error"] = {"code": 502, "message": "Upstream error"}
    assert failed(sse(chunk({"content": "Hi"}), broken)) is FailureKind.PROVIDER
    inside = chunk({"content": ""}, "length")
    inside["choices"][0]["error"] = {"code": 429, "message": "Rate limited upstream"}
    assert failed(sse(chunk({"content": "Hi"}), inside)) is FailureKind.RATE_LIMITED


def test_openrouter_ends_twice_and_says_what_the_model_said() -> None:
    native = chunk(finish="stop")
    native["choices"][0]["native_finish_reason"] = "completed"
    last = chunk({"role": "assistant", "content": ""}, "stop")
    counts = {"prompt_tokens": 9, "completion_tokens": 4, "cost": 0.00012}
    answer = answered(sse(chunk({"content": "Hi"}), native, {**last, "usage": counts}))
    assert answer.usage is not None
    assert answer.usage.raw is not None
    assert answer.usage.raw["cost"] == 0.00012
    assert answer.closing is not None
    assert answer.closing.data["native_finish_reason"] == "completed"


def test_openrouter_s_reasoning_is_told_once_and_returned_unchanged() -> None:
    raw = sse(
        chunk({"reasoning": "Hm", "reasoning_details": DETAILS[:1]}),
        chunk({"reasoning": None, "reasoning_details": DETAILS[1:]}),
        chunk(calls(call(0, "c0", "ls", "{}"))),
        CALLS,
    )
    thinking, called = answered(raw).parts
    assert isinstance(thinking, Thinking)
    assert isinstance(called, ToolCall)
    assert thinking.text == "Hm"
    assert thinking.sidecar is not None
    kept = Sidecar(Origin("openai_chat", "p", "openai/gpt-5"), thinking.sidecar.data)
    back = (
        user("a"),
        assistant(Thinking("Hm", sidecar=kept), called),
        user(ToolResult("c0", (Text("b"),))),
    )
    body = asked("openrouter", "openai/gpt-5", *back, tools=(LS,))
    assert body["messages"][1]["reasoning_details"] == DETAILS
    other = asked("openrouter", "anthropic/claude-opus-4.8", *back, tools=(LS,))
    assert "reasoning_details" not in other["messages"][1]


def test_openrouter_s_empty_purse_is_a_bill() -> None:
    told = {"error": {"code": 402, "message": "This request requires more credits"}}
    assert error(402, told).kind is FailureKind.BILLING


def test_the_router_s_choice_of_a_provider_stands_in_the_model_s_name() -> None:
    body = asked("huggingface", "deepseek-ai/DeepSeek-R1:novita")
    assert body["model"] == "deepseek-ai/DeepSeek-R1:novita"


def test_the_router_s_usage_stands_in_the_last_frame_and_thoughts_in_tags() -> None:
    counts = {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}
    raw = sse(
        chunk({"content": "<th"}),
        chunk({"content": "ink>\nHm\n</thi"}),
        chunk({"content": "nk>\n\nHi"}),
        {**STOP, "usage": counts},
    )
    answer = answered(raw)
    thinking, text = answer.parts
    assert isinstance(thinking, Thinking)
    assert isinstance(text, Text)
    assert "Hm" in thinking.text
    assert text.text.strip() == "Hi"
    assert answer.usage is not None


def test_siliconflow_s_thinking_is_a_switch_with_a_budget() -> None:
    body = asked("siliconflow", "Qwen/Qwen3-32B", reasoning=Reasoning("on", budget=4096))
    assert (body["enable_thinking"], body["thinking_budget"]) == (True, 4096)
    thinking, _ = answered(
        sse(
            chunk({"content": None, "reasoning_content": "Hm"}),
            chunk({"content": "Hi", "reasoning_content": None}),
            STOP,
        )
    ).parts
    assert isinstance(thinking, Thinking)


@pytest.mark.parametrize(
    ("status", "code", "message", "kind"),
    [
        (503, 50603, "System is really busy. Please try again later.", FailureKind.OVERLOADED),
        (400, 20012, "Model does not exist. Please check it carefully.", None),
        (403, 30001, "Sorry, your account balance is insufficient", FailureKind.BILLING),
        (429, None, "Request was rejected due to rate limiting.", FailureKind.RATE_LIMITED),
    ],
)
def test_siliconflow_s_errors_have_no_envelope(
    status: int, code: int | None, message: str, kind: FailureKind | None
) -> None:
    failure = error(status, {"code": code, "message": message, "data": None})
    assert failure.kind is (kind or FailureKind.MODEL_NOT_FOUND)
    assert failure.message == message


def test_siliconflow_s_error_in_a_200_is_one() -> None:
    told = (
        '{"code":50505,"message":"Model service overloaded. Please try again later.","data":null}'
    )
    assert failed(sse(f"data: {told}\n\n", done=False)) is FailureKind.OVERLOADED


def test_its_base_is_its_own() -> None:
    assert provider("siliconflow").url("chat/completions").endswith("/v1/chat/completions")
