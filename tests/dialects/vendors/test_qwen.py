"""Qwen at Alibaba Model Studio (DashScope)."""

import pytest

from app.core.conversation import Reasoning
from app.core.failure import FailureKind
from app.gateway.filtered import is_filtered
from tests.dialects.chat_streams import STOP, answered, chunk, failed, sse
from tests.dialects.vendors.endpoint import asked, error, sent


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Reasoning("on", budget=8000), {"enable_thinking": True, "thinking_budget": 8000}),
        (Reasoning(None, "low"), {"enable_thinking": True, "thinking_budget": 2048}),
        (Reasoning("off"), {"enable_thinking": False}),
    ],
)
def test_thinking_is_a_switch_with_a_budget(wanted: Reasoning, expected: dict[str, object]) -> None:
    body = asked("dashscope", "qwen3-max", reasoning=wanted)
    names = ("enable_thinking", "thinking_budget")
    assert {name: body[name] for name in names if name in body} == expected


def test_a_call_that_does_not_stream_does_not_think() -> None:
    body = asked("dashscope", "qwen3-max", reasoning=Reasoning("on"), stream=False)
    assert body["enable_thinking"] is False


def test_models_for_streams_alone_are_streamed_whatever_the_client_wants() -> None:
    assert sent("dashscope", "qwq-plus", stream=False).stream
    assert not sent("dashscope", "qwen-max", stream=False).stream


def test_usage_comes_behind_the_end() -> None:
    counts = {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}
    raw = sse(chunk({"content": "Hi"}), STOP, {"choices": [], "usage": counts})
    assert answered(raw).usage is not None


def test_an_error_in_the_native_form_inside_a_stream_is_an_error() -> None:
    told = '{"code":"InternalError.Algo","message":"An internal error.","request_id":"r"}'
    raw = sse(chunk({"content": "Hi"}), f"data: {told}\n\n", done=False)
    assert failed(raw) is FailureKind.PROVIDER


def test_what_its_filter_stops_is_filtered() -> None:
    told = {"code": "data_inspection_failed", "message": "Input may contain inappropriate content."}
    assert is_filtered(error(400, {"error": told}))


def test_an_overdue_account_is_a_bill() -> None:
    told = {
        "code": "Arrearage",
        "message": "Access denied, please make sure your account is in good",
    }
    words = {**told, "message": "Your account has an overdue payment: arrearage."}
    assert error(400, {"error": words}).kind is FailureKind.BILLING
