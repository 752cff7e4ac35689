"""One quirk's request, sent to an endpoint that is strict about it, and where a body says what."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.conversation import (
    Conversation,
    HostedTool,
    Options,
    Part,
    Reasoning,
    Text,
    Thinking,
    Tool,
    Turn,
)
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects import anthropic_messages, gemini, openai_chat, openai_responses
from app.dialects.base import Dialect

MESSAGES, CHAT = "anthropic_messages", "openai_chat"
RESPONSES, GEMINI = "openai_responses", "gemini"
DIALECTS: Mapping[str, Dialect] = {
    MESSAGES: anthropic_messages.DIALECT,
    CHAT: openai_chat.DIALECT,
    RESPONSES: openai_responses.DIALECT,
    GEMINI: gemini.DIALECT,
}
EVERYWHERE = (CHAT, MESSAGES, RESPONSES, GEMINI)

Json = dict[str, Any]
Right = Callable[[Json], bool]


@dataclass(frozen=True)
class Case:
    """What is asked, by whom, and what the endpoint looks for; `base` are traits it is about."""

    right: Right
    turns: tuple[Turn, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    tools: tuple[Tool | HostedTool, ...] = ()
    client: str = MESSAGES
    dialects: tuple[str, ...] = (CHAT,)
    base: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)  # the client's further fields
    each: tuple[Mapping[str, Any], ...] = ()  # further options, each asked for by itself

    def holds(self, dialect: str, traits: Traits, model: str = "target-model") -> bool:
        """Whether an endpoint of `dialect` with these traits is asked in the right form."""
        asked = [self._asked(dialect, traits, model, more) for more in self.each or ({},)]
        return self.right(asked[0] if not self.each else {"asked": asked})

    def _asked(self, dialect: str, traits: Traits, model: str, more: Mapping[str, Any]) -> Json:
        options = Options(**{"max_tokens": 30_000, "stream": True, **self.options, **more})
        sidecar = Sidecar(Origin(self.client), self.own) if self.own else None
        turns = self.turns or (user("Hello"),)
        said = Conversation(self.client, "m", turns, self.tools, options, sidecar)
        if dialect == MESSAGES and traits.max_output_tokens is None:
            traits = replace(traits, max_output_tokens=64_000)
        try:
            wire = DIALECTS[dialect].encode_request(said, Target("p", dialect, model, traits))
        except Refused as refused:
            return {"refused": str(refused)}
        body: Json = json.loads(wire.body)
        return {**body, "": {"stream": wire.stream, "path": wire.path, **wire.headers}}


def user(*parts: Part | str) -> Turn:
    return Turn("user", tuple(Text(p) if isinstance(p, str) else p for p in parts))


def said(*parts: Part | str) -> Turn:
    return Turn("assistant", tuple(Text(p) if isinstance(p, str) else p for p in parts))


def has(text: str) -> Right:
    return lambda body: text in json.dumps(body)


def lacks(*texts: str) -> Right:
    return lambda body: not any(text in json.dumps(body) for text in texts)


def field_is(name: str, *values: Any) -> Right:
    return lambda body: body.get(name) in values


def effort(body: Json) -> Any:
    """The level that a request asks for, wherever its wire says it."""
    level = body.get("generationConfig", {}).get("thinkingConfig", {}).get("thinkingLevel")
    return (
        body.get("reasoning_effort")
        or (body.get("reasoning") or {}).get("effort")
        or (body.get("output_config") or {}).get("effort")
        or (level.lower() if isinstance(level, str) else None)
    )


LEVELS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")


def efforts(*known: str) -> Case:
    """Each level is asked for; all that is known comes, and nothing else."""

    def right(body: Json) -> bool:
        found = {effort(each) for each in body["asked"]} - {None}
        # Off is no level where it is a switch; minimal is off where there is nothing between.
        switched = any(
            "thinking" in each or (each.get("reasoning") or {}).get("enabled") is False
            for each in body["asked"]
        )
        off = {"none", "minimal"} if "thinking" in body["asked"][0] else {"none"}
        return found == set(known) - (off if switched else set())

    return Case(
        right,
        each=tuple({"reasoning": Reasoning(None, level)} for level in LEVELS),
        base={"reasoning": "effort"},
        dialects=(CHAT, RESPONSES, GEMINI),
    )


def stops(most: int) -> Case:
    """More stop sequences than anybody takes."""

    def right(body: Json) -> bool:
        named = body.get("stop") or body.get("stop_sequences")
        named = named or body.get("generationConfig", {}).get("stopSequences", [])
        return len(named) == most

    words = tuple(f"stop {number}" for number in range(20))
    return Case(right, options={"stop": words}, dialects=(CHAT, GEMINI))


def search(right: Right, dialect: str = CHAT) -> Case:
    """A client that asks for a search."""
    wire = {"type": "web_search_20250305", "name": "web_search"}
    tool = HostedTool("web_search", "web_search", Sidecar(Origin(MESSAGES), wire))
    return Case(right, tools=(tool,), dialects=(dialect,))


def messages(body: Json) -> list[Json]:
    found: list[Json] = body["messages"]
    return found


def tool_message(body: Json) -> str:
    """What stands in a result's own place."""
    if "contents" in body:
        parts = [part for content in body["contents"] for part in content["parts"]]
        return json.dumps([part for part in parts if "functionResponse" in part])
    tool = [m for m in messages(body) if m["role"] == "tool"]
    inner = [b for m in messages(body) for b in m["content"] if type(b) is dict]
    return json.dumps(tool + [b for b in inner if b.get("type") == "tool_result"])


def history(expected: Mapping[str, Any], thinking: Thinking | None = None) -> Case:
    """A turn that thought, and what comes back of it."""
    thought = thinking or Thinking("Hm", sidecar=Sidecar(Origin(CHAT, "p"), {"field": "x"}))
    turns = (user("a"), said(thought, "b"), user("c"))
    names = ("reasoning_content", "reasoning", "reasoning_details")
    return Case(
        lambda body: {k: v for k, v in messages(body)[1].items() if k in names} == expected,
        turns,
    )


def ids(body: Json) -> list[str]:
    """The ids of calls."""
    calls = [call["id"] for m in messages(body) for call in m.get("tool_calls", ())]
    blocks = [b for m in messages(body) for b in m["content"] or () if type(b) is dict]
    return calls + [block["id"] for block in blocks if block.get("type") == "tool_use"]


def tool_choice(body: Json) -> Any:
    """Which tool must be called, None where the model is free."""
    choice = body.get("tool_choice")
    free = choice in (None, "auto") or choice == {"type": "auto"}
    return None if free else choice


def config(body: Json) -> Json:
    found: Json = body.get("generationConfig", {})
    return found


def thinking_config(body: Json) -> Json:
    found: Json = config(body).get("thinkingConfig", {})
    return found


def in_range(low: int, high: int) -> Case:
    """Budgets of all sizes."""
    return Case(
        lambda body: (
            {thinking_config(each).get("thinkingBudget") for each in body["asked"]} == {low, high}
        ),
        each=tuple({"reasoning": Reasoning("on", budget=n)} for n in (1, 10**6)),
        base={"reasoning": "thinking_budget"},
        dialects=(GEMINI,),
    )
