"""xAI's Grok."""

import pytest

from app.core.conversation import Reasoning
from app.dialects.base import WireRequest
from tests.dialects.chat_streams import STOP, answered, chunk, sse
from tests.dialects.vendors.endpoint import asked, provider

COUNTS = {
    "prompt_tokens": 10,
    "completion_tokens": 4,
    "total_tokens": 34,
    "completion_tokens_details": {"reasoning_tokens": 20},
    "num_sources_used": 0,
}


def test_the_reasoning_is_added_to_an_output_that_leaves_it_out() -> None:
    target = provider("xai").target("grok-4")
    sent = WireRequest("", b"", target, stream=True)
    raw = sse(chunk({"content": "Hi"}), STOP, {"choices": [], "usage": COUNTS})
    usage = answered(raw, sent).usage
    assert usage is not None
    assert (usage.input, usage.output, usage.reasoning) == (10, 24, 20)


def test_a_total_that_has_it_already_is_believed() -> None:
    target = provider("xai").target("grok-4")
    sent = WireRequest("", b"", target, stream=True)
    counts = {**COUNTS, "completion_tokens": 24}
    raw = sse(chunk({"content": "Hi"}), STOP, {"choices": [], "usage": counts})
    usage = answered(raw, sent).usage
    assert usage is not None
    assert usage.output == 24


def test_what_thinking_models_refuse_is_not_sent() -> None:
    wanted = {"stop": ("END",), "presence_penalty": 0.5, "frequency_penalty": 0.5}
    body = asked("xai", "grok-4", reasoning=Reasoning("adaptive", "high"), **wanted)
    assert not body.keys() & {"stop", "presence_penalty", "frequency_penalty", "reasoning_effort"}


@pytest.mark.parametrize(
    ("model", "effort"), [("grok-3-mini", "high"), ("grok-4.3", "high"), ("grok-4", None)]
)
def test_only_some_models_take_an_effort(model: str, effort: str | None) -> None:
    body = asked("xai", model, reasoning=Reasoning("adaptive", "high"))
    assert body.get("reasoning_effort") == effort


def test_fields_of_its_search_do_not_disturb_an_answer() -> None:
    last = {**STOP, "citations": ["https://a.example/"]}
    answer = answered(sse(chunk({"content": "Hi", "role": "assistant"}), last))
    assert answer.closing is not None
    assert answer.closing.data["citations"] == ["https://a.example/"]
