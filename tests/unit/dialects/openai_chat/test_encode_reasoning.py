import json
from typing import Any

import pytest

from app.core.conversation import Part, Reasoning, Text, Thinking, ToolCall
from app.core.sidecar import Origin, Sidecar
from app.dialects.openai_chat.encode_reasoning import thinks
from tests.dialects.chat_wire import (
    MESSAGES,
    NAME,
    assistant,
    conversation,
    encoded,
    losses,
    messages,
    user,
    wire,
)

OFF = Reasoning("off")
CLAUDE_CODE = Reasoning("adaptive", "high", display="omitted")
BUDGET = Reasoning("on", None, 8000)
LOW = Reasoning(None, "low")
MAX = Reasoning("adaptive", "max")
ON = Reasoning("on")
ADAPTIVE = Reasoning("adaptive")
FIELDS = (
    "reasoning_effort",
    "thinking",
    "enable_thinking",
    "thinking_budget",
    "chat_template_kwargs",
    "reasoning",
)


def knobs(wanted: Reasoning | None, *, stream: bool = True, **traits: Any) -> dict[str, Any]:
    said = conversation(options={"reasoning": wanted, "stream": stream})
    return {name: value for name, value in encoded(said, **traits).items() if name in FIELDS}


@pytest.mark.parametrize(
    ("control", "wanted", "expected"),
    [
        ("effort", CLAUDE_CODE, {"reasoning_effort": "high"}),
        ("effort", BUDGET, {"reasoning_effort": "medium"}),
        ("effort", MAX, {"reasoning_effort": "high"}),
        ("effort", ADAPTIVE, {}),
        ("effort", OFF, {"reasoning_effort": "low"}),
        ("thinking_type", CLAUDE_CODE, {"thinking": {"type": "enabled"}}),
        ("thinking_type", OFF, {"thinking": {"type": "disabled"}}),
        ("thinking_type", Reasoning(None, "minimal"), {"thinking": {"type": "disabled"}}),
        ("thinking_type", ON, {"thinking": {"type": "enabled"}}),
        ("thinking_type", ADAPTIVE, {}),
        (
            "thinking_type_effort",
            CLAUDE_CODE,
            {"thinking": {"type": "enabled"}, "reasoning_effort": "high"},
        ),
        # DeepSeek answers 400 to an effort beside thinking that is off.
        ("thinking_type_effort", Reasoning("off", "high"), {"thinking": {"type": "disabled"}}),
        ("enable_thinking", BUDGET, {"enable_thinking": True, "thinking_budget": 8000}),
        ("enable_thinking", LOW, {"enable_thinking": True, "thinking_budget": 2048}),
        ("enable_thinking", MAX, {"enable_thinking": True}),
        ("enable_thinking", OFF, {"enable_thinking": False}),
        ("chat_template", ON, {"chat_template_kwargs": {"enable_thinking": True}}),
        ("chat_template", OFF, {"chat_template_kwargs": {"enable_thinking": False}}),
        ("reasoning_object", OFF, {"reasoning": {"enabled": False}}),
        ("reasoning_object", BUDGET, {"reasoning": {"max_tokens": 8000}}),
        ("reasoning_object", LOW, {"reasoning": {"effort": "low"}}),
        ("reasoning_object", ON, {"reasoning": {"enabled": True}}),
        ("reasoning_object", ADAPTIVE, {}),
        ("none", CLAUDE_CODE, {}),
        ("none", None, {}),
    ],
)
def test_the_wish_is_said_with_the_target_s_own_knob(
    control: str, wanted: Reasoning | None, expected: dict[str, Any]
) -> None:
    assert knobs(wanted, reasoning=control) == expected


@pytest.mark.parametrize(
    ("efforts", "asked", "written"),
    [
        (("minimal", "low", "medium", "high"), "none", "minimal"),
        (("none", "low", "medium", "high", "xhigh"), "none", "none"),
        (("none", "low", "medium", "high", "xhigh"), "max", "xhigh"),
        (("none", "low", "high"), "minimal", "low"),
        (("high", "max"), "low", "high"),
        (("high", "max"), "xhigh", "max"),
        (("low", "medium", "high"), "minimal", "low"),
    ],
)
def test_an_effort_becomes_the_nearest_that_the_target_knows(
    efforts: tuple[str, ...], asked: str, written: str
) -> None:
    found = knobs(Reasoning(None, asked), reasoning="effort", efforts=efforts)
    assert found == {"reasoning_effort": written}


def test_an_unknown_effort_is_the_chat_client_s_own_business_and_lost_for_others() -> None:
    asked = {"reasoning": Reasoning(None, "ultra")}
    chat = conversation(client=NAME, options=asked)
    assert encoded(chat, reasoning="effort")["reasoning_effort"] == "ultra"
    assert losses(conversation(options=asked), reasoning="effort") == [("reasoning", "option")]


def test_a_target_without_a_knob_loses_the_wish_but_not_its_absence() -> None:
    assert losses(conversation(options={"reasoning": LOW})) == [("reasoning", "option")]
    assert losses(conversation(options={"reasoning": OFF})) == []


def test_a_target_that_thinks_in_streams_only_does_not_think_without_one() -> None:
    traits: dict[str, Any] = {"reasoning": "enable_thinking", "thinking_only_streaming": True}
    assert knobs(LOW, stream=False, **traits) == {"enable_thinking": False}
    assert knobs(None, stream=False, **traits) == {"enable_thinking": False}
    assert knobs(LOW, **traits)["enable_thinking"] is True


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, False),
        ({"thinking": {"type": "disabled"}}, False),
        ({"thinking": {"type": "enabled"}}, True),
        ({"enable_thinking": True}, True),
        ({"chat_template_kwargs": {"enable_thinking": True}}, True),
        ({"chat_template_kwargs": {"enable_thinking": False}}, False),
        ({"reasoning": {"enabled": False}}, False),
        ({"reasoning": {"effort": "low"}}, True),
        ({"reasoning_effort": "none"}, False),
        ({"reasoning_effort": "low"}, True),
    ],
)
def test_the_body_tells_whether_the_target_thinks(body: dict[str, Any], expected: bool) -> None:
    assert thinks(body) is expected


DETAILS = [{"type": "reasoning.encrypted", "data": "x", "format": "openai-responses-v1"}]


def detailed(provider: str | None, model: str | None = None) -> Thinking:
    data = {"reasoning_details": DETAILS}
    return Thinking("Hm", sidecar=Sidecar(Origin(NAME, provider, model), data))


def returned(*thoughts: Thinking, client: str = MESSAGES, **traits: Any) -> dict[str, Any]:
    found = messages(
        user("Hi"), assistant(*thoughts, Text("Ok")), user("?"), client=client, **traits
    )
    return {name: value for name, value in found[1].items() if name not in ("role", "content")}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("drop", {}),
        ("reasoning_content", {"reasoning_content": "Hm\nSo"}),
        ("reasoning", {"reasoning": "Hm\nSo"}),
        ("reasoning_details", {"reasoning": "Hm\nSo"}),
    ],
)
def test_earlier_thoughts_go_back_as_the_target_wants_them(
    wanted: str, expected: dict[str, str]
) -> None:
    assert returned(Thinking("Hm"), Thinking("So"), reasoning_history=wanted) == expected


def test_thoughts_of_one_message_go_back_as_the_one_text_that_they_were() -> None:
    own = Sidecar(Origin(NAME, "provider", "target-model"), {"field": "reasoning_content"})
    thoughts = (Thinking("Hm, ", sidecar=own), Thinking("so.\n", sidecar=own))
    for history, name in (
        ("reasoning_content", "reasoning_content"),
        ("reasoning", "reasoning"),
        ("reasoning_details", "reasoning"),
    ):
        assert returned(*thoughts, reasoning_history=history) == {name: "Hm, so.\n"}


HIDDEN = Thinking("", redacted=True, sidecar=Sidecar(Origin(MESSAGES), {"data": "x"}))


@pytest.mark.parametrize(
    ("missing", "called", "expected"),
    [
        ("omit", True, None),
        ("empty", False, ""),
        ("empty", True, ""),
        ("blank", False, None),
        ("blank", True, " "),
    ],
)
def test_a_field_that_the_target_misses_stands_empty_and_says_nothing(
    missing: str, called: bool, expected: str | None
) -> None:
    traits = {"reasoning_history": "reasoning_content", "missing_reasoning": missing}
    said: list[Part] = [HIDDEN, Text("Ok")]
    if called:
        said.append(ToolCall("call_1", "f", "{}"))
    asked = conversation(user("Hi"), assistant(*said), user("?"))
    sent = wire(asked, **traits)
    message = json.loads(sent.body)["messages"][1]
    assert message.get("reasoning_content") == expected
    assert [loss.what for loss in sent.losses if loss.what == "thinking"] == ["thinking"]


def test_reasoning_that_is_known_needs_no_stand_in() -> None:
    traits = {"reasoning_history": "reasoning_content", "missing_reasoning": "empty"}
    assert returned(Thinking("Hm"), **traits) == {"reasoning_content": "Hm"}


def test_hidden_or_absent_thoughts_are_never_made_up() -> None:
    hidden = Thinking("", redacted=True, sidecar=Sidecar(Origin(MESSAGES), {"data": "x"}))
    assert returned(hidden, Thinking(""), reasoning_history="reasoning_content") == {}


def test_details_go_back_to_the_provider_and_the_model_that_made_them() -> None:
    history = {"reasoning_history": "reasoning_details"}
    own = {"reasoning_details": DETAILS}
    assert returned(detailed("provider"), **history) == own
    assert returned(detailed("provider", "target-model"), **history) == own
    assert returned(detailed(None), **history) == own
    assert returned(detailed("provider", "another"), **history) == {"reasoning": "Hm"}
    assert returned(detailed("other"), **history) == {"reasoning": "Hm"}
    assert returned(detailed("provider"), reasoning_history="drop") == {}


def test_a_chat_client_returns_anthropic_s_signature_in_the_form_in_which_it_was_told() -> None:
    signed = Thinking("Hm", sidecar=Sidecar(Origin(MESSAGES), {"signature": "s"}))
    hidden = Thinking("", redacted=True, sidecar=Sidecar(Origin(MESSAGES), {"data": "d"}))
    history = {"reasoning_history": "reasoning_details"}
    form = {"format": "anthropic-claude-v1", "index": 0}
    assert returned(signed, hidden, client=NAME, **history)["reasoning_details"] == [
        {"type": "reasoning.text", "text": "Hm", "signature": "s", **form},
        {"type": "reasoning.encrypted", "data": "d", **form},
    ]
    assert returned(signed, **history) == {"reasoning": "Hm"}


def test_no_signature_of_anthropic_s_leaves_for_a_chat_provider_otherwise() -> None:
    signed = Thinking("Hm", sidecar=Sidecar(Origin(MESSAGES), {"signature": "secret-proof"}))
    said = conversation(user("Hi"), assistant(signed, Text("Ok")), user("?"))
    for history in ("drop", "reasoning_content", "reasoning_details", "reasoning"):
        assert b"secret-proof" not in wire(said, reasoning_history=history).body
