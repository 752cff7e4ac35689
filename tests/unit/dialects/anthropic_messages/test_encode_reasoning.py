from dataclasses import replace
from typing import Any

import pytest

from app.core.conversation import (
    Conversation,
    Options,
    Reasoning,
    Text,
    ToolCall,
    ToolResult,
    Turn,
)
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.anthropic_messages import DIALECT
from tests.dialects.anthropic_wire import LOOK_ALIKE, NAME, TARGET, encoded

_OLDER = replace(TARGET, traits=Traits(adaptive_thinking=False))


def ask(sidecar: dict[str, Any] | None = None, **options: Any) -> Conversation:
    turns = (Turn("user", (Text("Hi"),)),)
    kept = Sidecar(Origin(NAME), sidecar) if sidecar else None
    return Conversation(NAME, "m", turns, options=Options(**options), sidecar=kept)


def losses(conversation: Conversation, target: Target = TARGET) -> list[str]:
    return [loss.what for loss in DIALECT.encode_request(conversation, target).losses]


@pytest.mark.parametrize(
    ("wish", "thinking", "config"),
    [
        (Reasoning("off"), {"type": "disabled"}, None),
        (Reasoning(effort="none"), {"type": "disabled"}, None),
        (Reasoning(effort="minimal"), {"type": "disabled"}, None),
        (Reasoning(effort="high"), {"type": "adaptive"}, {"effort": "high"}),
        (Reasoning("adaptive", "max"), {"type": "adaptive"}, {"effort": "max"}),
        (Reasoning("on"), {"type": "adaptive"}, None),
        (Reasoning("on", budget=2000), {"type": "adaptive"}, {"effort": "low"}),
        (Reasoning("on", budget=8000), {"type": "adaptive"}, {"effort": "medium"}),
        (Reasoning("on", budget=31_999), {"type": "adaptive"}, {"effort": "high"}),
        (
            Reasoning("adaptive", display="omitted"),
            {"type": "adaptive", "display": "omitted"},
            None,
        ),
        (Reasoning(), None, None),
    ],
)
def test_newer_models_take_an_effort(wish: Reasoning, thinking: Any, config: Any) -> None:
    body = encoded(ask(reasoning=wish))
    assert body.get("thinking") == thinking
    assert body.get("output_config") == config


@pytest.mark.parametrize(
    ("wish", "limit", "thinking"),
    [
        (Reasoning("off"), 32_000, {"type": "disabled"}),
        (Reasoning(effort="low"), 32_000, {"type": "enabled", "budget_tokens": 2048}),
        (Reasoning(effort="medium"), 32_000, {"type": "enabled", "budget_tokens": 8192}),
        (Reasoning(effort="high"), 32_000, {"type": "enabled", "budget_tokens": 24_576}),
        (Reasoning(effort="max"), 32_000, {"type": "enabled", "budget_tokens": 30_976}),
        (Reasoning("adaptive"), 32_000, {"type": "enabled", "budget_tokens": 8192}),
        (Reasoning("on", budget=31_999), 32_000, {"type": "enabled", "budget_tokens": 31_999}),
        (Reasoning("on", budget=32_000), 32_000, {"type": "enabled", "budget_tokens": 30_976}),
        (Reasoning(effort="high"), 4096, {"type": "enabled", "budget_tokens": 3072}),
        (Reasoning(effort="high"), 1500, {"type": "disabled"}),
        (Reasoning(), 32_000, None),
    ],
)
def test_older_models_take_a_budget_below_the_limit(
    wish: Reasoning, limit: int, thinking: Any
) -> None:
    body = encoded(ask(reasoning=wish, max_tokens=limit), _OLDER)
    assert body.get("thinking") == thinking
    assert "output_config" not in body


def test_a_budget_that_had_to_change_is_a_loss() -> None:
    assert losses(ask(reasoning=Reasoning("on", budget=900), max_tokens=900), _OLDER) == [
        "budget_tokens",
        "thinking",
    ]
    assert losses(ask(reasoning=Reasoning("on", "high", 2000)), _OLDER) == ["effort"]


def test_a_budget_is_off_while_a_call_without_proven_thinking_is_answered() -> None:
    turns = (
        Turn("user", (Text("Hi"),)),
        Turn("assistant", (ToolCall("a", "Bash", "{}"),)),
        Turn("user", (ToolResult("a", (Text("ok"),)),)),
    )
    asked = replace(ask(reasoning=Reasoning(effort="low")), turns=turns)
    assert encoded(asked, _OLDER)["thinking"] == {"type": "disabled"}
    assert encoded(asked)["thinking"] == {"type": "adaptive"}


def test_unknown_fields_of_thinking_go_home_with_it() -> None:
    kept = {"thinking": {"new": 1}, "output_config": {"task_budget": {"total": 5}}}
    body = encoded(ask(kept, reasoning=Reasoning("adaptive", "low")))
    assert body["thinking"] == {"type": "adaptive", "new": 1}
    assert body["output_config"] == {"effort": "low", "task_budget": {"total": 5}}
    assert encoded(ask({"thinking": {"type": "telepathic"}}))["thinking"] == {"type": "telepathic"}


def test_a_look_alike_is_not_told_how_to_show_its_thinking() -> None:
    asked = ask(reasoning=Reasoning("adaptive", display="omitted"))
    assert encoded(asked, LOOK_ALIKE)["thinking"] == {"type": "enabled", "budget_tokens": 8192}
    assert losses(asked, LOOK_ALIKE) == ["display"]
