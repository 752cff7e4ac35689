"""A provider's 400 teaches how to ask it."""

import pytest

from app.core.conversation import Conversation, Text, Thinking, Turn
from app.core.failure import Failure, FailureKind
from app.core.traits import Traits
from app.routing.adapt import Lesson, learn, without_thinking


def refused(message: str, kind: FailureKind = FailureKind.BAD_REQUEST) -> Failure:
    return Failure(kind, message, status=400)


@pytest.mark.parametrize(
    ("message", "change"),
    [
        ("Unknown field: stream_options", {"stream_usage": False}),
        (
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            {"max_tokens_field": "max_completion_tokens"},
        ),
        (
            "max_tokens is too large: 32000. This model supports at most 16384 completion tokens",
            {"max_output_tokens": 16384},
        ),
        (
            "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]",
            {"max_output_tokens": 8192},
        ),
        ("max_tokens: 64,000 > 32,000, which is the maximum", {"max_output_tokens": 32000}),
        ("property 'reasoning_content' is unsupported", {"reasoning_history": "drop"}),
        (
            "The `reasoning_content` in the thinking mode must be passed back to the API.",
            {"reasoning_history": "reasoning_content"},
        ),
        ("temperature is not supported with this model", {"temperature": False}),
        ("Thinking mode does not support this tool_choice", {"forced_tool_choice": False}),
        ("This response_format type is unavailable now", {"json_schema": False}),
    ],
)
def test_a_sentence_becomes_a_trait(message: str, change: dict[str, object]) -> None:
    start = Traits(reasoning_history="reasoning_details")
    lesson = learn(refused(message), start)
    assert lesson is not None
    for name, value in change.items():
        assert getattr(lesson.traits, name) == value


@pytest.mark.parametrize(
    "message",
    [
        "temperature: must be at most 2",
        "tool_choice: Input should be 'auto', 'any', 'none' or 'tool'",
        "response_format.json_schema.name is required",
    ],
)
def test_a_wrong_value_is_the_client_s_mistake_and_no_lesson(message: str) -> None:
    assert learn(refused(message), Traits()) is None


@pytest.mark.parametrize(
    ("message", "change"),
    [
        ("context_management: Extra inputs are not permitted", {"betas": False}),
        (
            "messages.1.role: Input should be 'user' or 'assistant', not system",
            {"mid_system": False},
        ),
    ],
)
@pytest.mark.parametrize("verbatim", [True, False])
def test_what_a_look_alike_does_not_know_of_the_wire_is_learnt_in_both_lanes(
    message: str, change: dict[str, object], verbatim: bool
) -> None:
    lesson = learn(refused(message), Traits(), verbatim=verbatim)
    assert lesson is not None
    for name, value in change.items():
        assert getattr(lesson.traits, name) == value


def test_what_a_provider_says_of_the_client_s_own_options_is_for_the_client() -> None:
    message = "temperature is not supported with this model"
    assert learn(refused(message), Traits(), verbatim=True) is None


def test_a_rejected_signature_means_leaving_past_thinking_out() -> None:
    message = "messages.1.content.0: Invalid `signature` in `thinking` block"
    assert learn(refused(message), Traits()) == Lesson(Traits(), without_thinking=True)


def test_the_same_sentence_teaches_only_once() -> None:
    assert learn(refused("stream_options"), Traits(stream_usage=False)) is None


@pytest.mark.parametrize("message", ["no such thing", "", "messages.0 is wrong"])
def test_other_sentences_teach_nothing(message: str) -> None:
    assert learn(refused(message), Traits()) is None


def test_only_a_refused_request_teaches() -> None:
    assert learn(refused("stream_options", FailureKind.PROVIDER), Traits()) is None


def test_leaving_thinking_out_drops_turns_that_held_nothing_else() -> None:
    conversation = Conversation(
        "x",
        "m",
        (
            Turn("user", (Text("a"),)),
            Turn("assistant", (Thinking("t"),)),
            Turn("assistant", (Thinking("t"), Text("b"))),
        ),
    )
    assert without_thinking(conversation).turns == (
        Turn("user", (Text("a"),)),
        Turn("assistant", (Text("b"),)),
    )
