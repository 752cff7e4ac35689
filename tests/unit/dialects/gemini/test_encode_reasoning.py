from typing import Any

import pytest

from app.core.conversation import Reasoning
from tests.dialects.gemini_wire import conversation, encoded, losses

LEVELS = ("low", "medium", "high")
LEVEL: dict[str, Any] = {"reasoning": "thinking_level", "efforts": LEVELS}
BUDGET: dict[str, Any] = {"reasoning": "thinking_budget"}
PRO = BUDGET | {"thinking_range": (128, 32_768), "thinking_optional": False}


def asked(wanted: Reasoning | None, client: str = "anthropic_messages", **traits: Any) -> Any:
    said = conversation(client=client, options={"reasoning": wanted})
    return encoded(said, **traits).get("generationConfig", {}).get("thinkingConfig")


def lost(wanted: Reasoning, **traits: Any) -> list[tuple[str, str]]:
    return losses(conversation(options={"reasoning": wanted}), **traits)


@pytest.mark.parametrize(
    ("wanted", "level"),
    [
        (Reasoning(effort="low"), "LOW"),
        (Reasoning(effort="high"), "HIGH"),
        (Reasoning(effort="minimal"), "LOW"),
        (Reasoning(effort="max"), "HIGH"),
        (Reasoning("on", budget=2000), "LOW"),
        (Reasoning("on", budget=8000), "MEDIUM"),
        (Reasoning("on", budget=20_000), "HIGH"),
        (Reasoning("adaptive"), None),
    ],
)
def test_newer_models_take_a_level(wanted: Reasoning, level: str | None) -> None:
    expected = {} if level is None else {"thinkingLevel": level}
    assert asked(wanted, **LEVEL) == {**expected, "includeThoughts": True}


@pytest.mark.parametrize(
    ("wanted", "budget"),
    [
        (Reasoning("on", budget=2000), 2000),
        (Reasoning("on", budget=99_999), 24_576),
        (Reasoning(effort="low"), 1024),
        (Reasoning(effort="medium"), 8192),
        (Reasoning(effort="high"), 24_576),
        (Reasoning(effort="max"), 24_576),
        (Reasoning("adaptive"), -1),
    ],
)
def test_older_models_take_a_budget(wanted: Reasoning, budget: int) -> None:
    assert asked(wanted, **BUDGET) == {"thinkingBudget": budget, "includeThoughts": True}


@pytest.mark.parametrize("wanted", [Reasoning("off"), Reasoning(effort="none")])
def test_thinking_is_off_as_far_as_it_can_be(wanted: Reasoning) -> None:
    assert asked(wanted, **BUDGET) == {"thinkingBudget": 0}
    assert asked(wanted, **PRO) == {"thinkingBudget": 128}
    assert asked(wanted, **LEVEL) == {"thinkingLevel": "LOW"}
    flash = LEVEL | {"efforts": ("minimal", *LEVELS)}
    assert asked(wanted, **flash) == {"thinkingLevel": "MINIMAL"}
    assert lost(wanted, **BUDGET) == []
    assert lost(wanted, **PRO) == [("reasoning", "marker")]
    assert lost(wanted, **LEVEL) == [("effort", "marker")]


def test_what_is_changed_is_told() -> None:
    assert lost(Reasoning(effort="max"), **LEVEL) == [("effort", "marker")]
    assert lost(Reasoning("on", budget=99_999), **BUDGET) == [("budget", "option")]
    assert lost(Reasoning(effort="odd"), **LEVEL) == [("reasoning", "option")]
    assert lost(Reasoning(effort="high")) == [("reasoning", "option")]
    assert lost(Reasoning("off")) == []


def test_a_model_without_the_knob_gets_none() -> None:
    assert asked(Reasoning(effort="high")) is None


@pytest.mark.parametrize("wanted", [None, Reasoning()])
def test_nothing_is_written_where_nothing_was_said(wanted: Reasoning | None) -> None:
    assert asked(wanted, **LEVEL) is None
    assert asked(wanted, **BUDGET) is None


def test_thoughts_are_shown_to_whom_wants_to_see_them() -> None:
    hidden = Reasoning("adaptive", "high", display="omitted")
    assert asked(hidden, **LEVEL) == {"thinkingLevel": "HIGH"}
    shown = Reasoning(display="summarized")
    assert asked(shown, **LEVEL) == {"includeThoughts": True}
    assert asked(shown, **BUDGET) == {"includeThoughts": True}
    own = Reasoning(effort="high")
    assert asked(own, "gemini", **LEVEL) == {"thinkingLevel": "HIGH"}
    both = Reasoning(effort="high", display="summarized")
    assert asked(both, "gemini", **LEVEL) == {"thinkingLevel": "HIGH", "includeThoughts": True}


def test_a_client_of_this_wire_may_name_a_level_that_nobody_knows() -> None:
    assert asked(Reasoning(effort="ultra"), "gemini", **LEVEL) == {"thinkingLevel": "ULTRA"}
