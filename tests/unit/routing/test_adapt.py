"""A provider's 400 teaches how to ask it."""

import pytest

from app.core.conversation import Conversation, Options, Reasoning, Text, Thinking, Turn
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
            {"reasoning_history": "reasoning_content", "missing_reasoning": "empty"},
        ),
        (
            "thinking is enabled but reasoning_content is missing in assistant tool call message "
            "at index 7",
            {"reasoning_history": "reasoning_content", "missing_reasoning": "blank"},
        ),
        ("temperature is not supported with this model", {"temperature": False}),
        (
            "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
            {"reasoning": "none"},
        ),
        ("Encrypted content is not supported with this model.", {"reasoning": "none"}),
        ("Thinking mode does not support this tool_choice", {"forced_tool_choice": False}),
        ("This response_format type is unavailable now", {"json_schema": False}),
        (
            "Hosted tool 'web_search' is not supported with this model.",
            {"hosted_tools": False, "web_search": "none"},
        ),
        (
            "tools.0: Input tag 'web_search_20250305' found using 'type' does not match any of the "
            "expected tags: 'custom'",
            {"hosted_tools": False, "web_search": "none"},
        ),
    ],
)
def test_a_sentence_becomes_a_trait(message: str, change: dict[str, object]) -> None:
    start = Traits(reasoning_history="reasoning_details", reasoning="effort")
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
            "Function call is missing a thought_signature in functionCall parts.",
            {"call_signatures": True},
        ),
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


@pytest.mark.parametrize(
    "message",
    [
        "messages.1.content.0: Invalid `signature` in `thinking` block",
        "messages.647.content.0.thinking.signature: Field required",
        "messages.3.content.7: `thinking` or `redacted_thinking` blocks in the latest assistant "
        "message cannot be modified. These blocks must remain as they were.",
        "messages.1.content.0: this thinking block belongs to a different conversation",
        "The encrypted content gAAA...CwHs could not be verified.",
        "Encrypted content could not be decrypted or parsed.",
        "Item 'rs_1' of type 'reasoning' was provided without its required following item.",
        "Item 'fc_1' of type 'function_call' was provided without its required 'reasoning' item: "
        "'rs_1'.",
        "Corrupted thought signature.",
        "Thought signature is not valid.",
    ],
)
@pytest.mark.parametrize("verbatim", [True, False])
def test_a_rejected_proof_means_leaving_past_thinking_out(message: str, verbatim: bool) -> None:
    lesson = learn(refused(message), Traits(), verbatim=verbatim)
    assert lesson == Lesson(Traits(), without_thinking=True)
    assert not lesson.lasting


def test_a_code_alone_tells_a_rejected_proof() -> None:
    failure = Failure(FailureKind.BAD_REQUEST, "No.", status=400, code="invalid_encrypted_content")
    assert learn(failure, Traits()) == Lesson(Traits(), without_thinking=True)


def test_encrypted_content_that_is_not_offered_is_not_a_rejected_proof() -> None:
    lesson = learn(refused("Encrypted content is not supported with this model."), Traits())
    assert lesson is None


@pytest.mark.parametrize(
    "message",
    [
        "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found "
        "`tool_use`. When `thinking` is enabled, a final `assistant` message must start with one.",
        "The `content[].thinking` in the thinking mode must be passed back to the API.",
        "thinking is enabled but reasoning_content is missing in assistant tool call message at 2",
    ],
)
@pytest.mark.parametrize("verbatim", [True, False])
def test_where_past_thinking_cannot_be_had_no_new_one_is_asked_for(
    message: str, verbatim: bool
) -> None:
    lesson = learn(refused(message), Traits(), verbatim=verbatim, dialect="anthropic_messages")
    assert lesson == Lesson(Traits(), unthinking=True)
    assert not lesson.lasting


def test_what_the_field_for_reasoning_should_hold_is_learnt_before_thinking_is_given_up() -> None:
    message = "The `reasoning_content` in the thinking mode must be passed back to the API."
    first = learn(refused(message), Traits(), verbatim=True)
    assert first is not None
    assert first.lasting
    second = learn(refused(message), first.traits)
    assert second == Lesson(first.traits, unthinking=True)


def test_the_verbatim_lane_learns_what_it_did_not_ask_by() -> None:
    message = "property 'reasoning_content' is unsupported"
    assert learn(refused(message), Traits(), verbatim=True) == Lesson(Traits())
    assert learn(refused(message), Traits()) is None


def test_the_same_sentence_teaches_only_once() -> None:
    assert learn(refused("stream_options"), Traits(stream_usage=False)) is None


@pytest.mark.parametrize("message", ["no such thing", "", "messages.0 is wrong"])
def test_other_sentences_teach_nothing(message: str) -> None:
    assert learn(refused(message), Traits()) is None


def test_only_a_refused_request_teaches() -> None:
    assert learn(refused("stream_options", FailureKind.PROVIDER), Traits()) is None


def test_a_lesson_says_how_the_conversation_is_told() -> None:
    thought = Turn("assistant", (Thinking("t"), Text("b")))
    options = Options(reasoning=Reasoning("on", effort="high"), max_tokens=9)
    conversation = Conversation("x", "m", (thought,), options=options)
    assert Lesson(Traits()).applied(conversation) == conversation
    told = Lesson(Traits(), without_thinking=True).applied(conversation)
    assert told.turns == (Turn("assistant", (Text("b"),)),)
    assert told.options == options
    unthinking = Lesson(Traits(), unthinking=True).applied(conversation)
    assert unthinking.turns == conversation.turns
    assert unthinking.options == Options(reasoning=Reasoning("off"), max_tokens=9)


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
