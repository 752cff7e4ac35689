"""Zhipu's and Z.AI's GLM."""

import pytest

from app.core.conversation import Reasoning, Text, Thinking, ToolCall
from app.core.failure import FailureKind
from app.gateway.filtered import is_filtered
from tests.dialects.chat_streams import answered, call, calls, failed, sse
from tests.dialects.vendors.endpoint import asked, error


def glm(delta: object, **choice: object) -> dict[str, object]:
    """A chunk whose choice has no finish reason until the end."""
    return {"id": "g", "model": "glm-5.2", "choices": [{"index": 0, "delta": delta, **choice}]}


def test_chunks_without_a_finish_reason_are_an_answer() -> None:
    raw = sse(
        glm({"role": "assistant", "reasoning_content": "Hm"}),
        glm({"role": "assistant", "content": "Hi"}),
        glm({"role": "assistant", "content": ""}, finish_reason="stop"),
    )
    thinking, text = answered(raw).parts
    assert isinstance(thinking, Thinking)
    assert text == Text("Hi")


def test_a_call_comes_whole_and_with_the_end() -> None:
    entry = call(0, "call_-77", "ls", "{}")
    raw = sse(glm(calls(entry, role="assistant"), finish_reason="tool_calls"))
    (part,) = answered(raw).parts
    assert part == ToolCall("call_-77", "ls", "{}")


def test_what_is_too_sensitive_to_be_said_is_a_refusal() -> None:
    raw = sse(glm({"content": "Hi"}), glm({"content": ""}, finish_reason="sensitive"))
    assert answered(raw).reason == "refusal"


def test_a_network_error_is_no_end() -> None:
    raw = sse(glm({"content": "Hi"}), glm({}, finish_reason="network_error"))
    assert failed(raw) is FailureKind.PROVIDER


@pytest.mark.parametrize("preset", ["zhipu", "zai"])
@pytest.mark.parametrize(("mode", "said"), [("on", "enabled"), ("off", "disabled")])
def test_thinking_is_an_object(preset: str, mode: str, said: str) -> None:
    wanted = Reasoning(mode)  # type: ignore[arg-type]
    assert asked(preset, "glm-5.2", reasoning=wanted)["thinking"] == {"type": said}


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, "1302", FailureKind.RATE_LIMITED),
        (429, "1113", FailureKind.BILLING),
        (401, "1002", FailureKind.PROVIDER_KEY),
        (500, "500", FailureKind.PROVIDER),
    ],
)
def test_its_numbers_are_told_by_their_status_and_words(
    status: int, code: str, kind: FailureKind
) -> None:
    words = "余额不足或无可用资源包" if code == "1113" else "an error"
    assert error(status, {"error": {"code": code, "message": words}}).kind is kind


def test_a_prompt_that_its_filter_stops_is_filtered() -> None:
    told = {"error": {"code": "1301", "message": "系统检测到输入内容可能包含敏感内容"}}
    assert is_filtered(error(400, told))
