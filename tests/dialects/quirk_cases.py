"""For each quirk, a request that an endpoint with it takes only in the form that the quirk says.

`right` is what such an endpoint checks: True for the request as it must be, False for the request
as an ordinary endpoint gets it.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.conversation import (
    CacheMark,
    Conversation,
    Document,
    HostedTool,
    Image,
    Inline,
    Opaque,
    Options,
    OutputFormat,
    Part,
    Reasoning,
    Remote,
    Text,
    Thinking,
    Tool,
    ToolCall,
    ToolChoice,
    ToolResult,
    Turn,
)
from app.core.events import Finished
from app.core.failure import Refused
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects import anthropic_messages, gemini, openai_chat, openai_responses
from app.dialects.base import Dialect, WireRequest
from tests.dialects.strategies import PDF, PNG

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


_PICTURE = Image(Inline("image/png", PNG))
_LINK = "https://pictures.example/a.png"
_ODD_ID, _WORD, _NINE = "functions.Bash:0", re.compile(r"[\w-]+"), re.compile(r"[A-Za-z0-9]{9}")
_CALLED = (
    user("a"),
    said(ToolCall(_ODD_ID, "ls", "{}")),
    user(ToolResult(_ODD_ID, (Text("b"),))),
)
_LONG = "mcp__" + "server_" * 12 + "tool"
_OBJECT: Json = {"type": "object", "properties": {"a": {"type": "string"}}}
_STRICT = {**_OBJECT, "required": ["a"], "additionalProperties": False}
_LS = Tool("ls", "Lists.", _OBJECT)
_FORCED = {"tool_choice": ToolChoice("tool", "ls")}
_DETAILS = [{"type": "reasoning.encrypted", "data": "x"}]
_COMPACTION = {"type": "compaction", "encrypted_content": "x"}
_HIGH = {"reasoning": Reasoning("on", "high")}
_FORM = {"output_format": OutputFormat(_STRICT, "form")}


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


CASES: Mapping[str, Case] = {
    # Content
    "no_images": Case(lacks(PNG), (user("a", _PICTURE),), dialects=EVERYWHERE),
    "no_image_urls": Case(
        lacks('"image_url"', '"source"', "fileUri"),
        (user("a", Image(Remote(_LINK))),),
        dialects=(CHAT, MESSAGES, GEMINI),
    ),
    "pdf": Case(
        has(PDF), (user("a", Document(Inline("application/pdf", PDF))),), dialects=EVERYWHERE
    ),
    "tool_result_images": Case(
        lambda body: PNG in tool_message(body),
        (user("a"), said(ToolCall("c", "ls", "{}")), user(ToolResult("c", (_PICTURE,)))),
        dialects=(MESSAGES, GEMINI),
    ),
    "string_content": Case(
        lambda body: all(type(m["content"]) is str for m in messages(body)),
        (user(Text("a", CacheMark()), Text("b")),),
        base={"cache_marks": True},
    ),
    "no_null_content": Case(lambda body: messages(body)[1]["content"] == "", _CALLED),
    "cache_marks": Case(
        has("cache_control"),
        (user(Text("a", CacheMark())),),
        client=CHAT,
        dialects=(CHAT, MESSAGES),
    ),
    "cache_breakpoints": Case(
        has("cache_control"),
        (Turn("system", (Text("rules"),)), user("a")),
        client=CHAT,
        base={"cache_marks": True},
        dialects=(CHAT, MESSAGES),
    ),
    "system_in_place": Case(
        lambda body: messages(body)[-2]["role"] in ("system", "developer"),
        (user("a"), said("b"), Turn("system", (Text("c"),)), user("d")),
    ),
    "developer_role": Case(
        lambda body: messages(body)[0]["role"] == "developer",
        (Turn("system", (Text("a"),)), user("b")),
    ),
    "merge_same_role": Case(
        lambda body: [m["role"] for m in messages(body)] == ["user"],
        (user("a"), user("b")),
        client=CHAT,
    ),
    "compaction": Case(
        has('"compaction"'),
        (user("a", Opaque("compaction", "", Sidecar(Origin(RESPONSES), _COMPACTION)), "b"),),
        client=RESPONSES,
        dialects=(RESPONSES,),
    ),
    # Options
    "max_completion_tokens": Case(has("max_completion_tokens")),
    "no_stream_usage": Case(lacks("stream_options")),
    "no_temperature": Case(
        lacks("temperature"), options={"temperature": 0.5}, dialects=(CHAT, RESPONSES, GEMINI)
    ),
    "temperature_to_1": Case(
        field_is("temperature", 1, None), options={"temperature": 1.8}, dialects=(CHAT, MESSAGES)
    ),
    "temperature_to_1_5": Case(field_is("temperature", 1.5), options={"temperature": 1.8}),
    "no_top_p": Case(
        lacks("top_p", "topP"), options={"top_p": 0.5}, dialects=(CHAT, RESPONSES, GEMINI)
    ),
    "top_k": Case(
        lambda body: body.get("top_k") == 9 or config(body).get("topK") == 9,
        options={"top_k": 9},
        dialects=(CHAT, MESSAGES, GEMINI),
    ),
    "no_penalties": Case(
        lacks("penalty"),
        options={"presence_penalty": 0.5, "frequency_penalty": 0.5},
        client=CHAT,
        dialects=(CHAT, RESPONSES),
    ),
    "no_logprobs": Case(lacks("logprobs"), client=CHAT, own={"logprobs": True}),
    "no_seed": Case(lacks("seed"), options={"seed": 7}, client=CHAT),
    "verbosity": Case(
        lambda body: "low" in (body.get("verbosity"), body.get("text", {}).get("verbosity")),
        options={"verbosity": "low"},
        dialects=(CHAT, RESPONSES),
    ),
    "no_stop": replace(stops(0), dialects=(CHAT, RESPONSES)),
    "one_stop": stops(1),
    "five_stops": stops(5),
    "sixteen_stops": stops(16),
    "any_stops": replace(stops(20), dialects=(CHAT, MESSAGES)),
    "user": Case(
        lambda body: "user" in body or "user_id" in body.get("metadata", {}),
        options={"user": "ada"},
        dialects=(CHAT, MESSAGES),
    ),
    "safety_identifier": Case(
        has("safety_identifier"), options={"user": "ada"}, dialects=(CHAT, RESPONSES)
    ),
    "prompt_cache_key": Case(
        field_is("prompt_cache_key", "s"), options={"session": "s"}, dialects=(CHAT, RESPONSES)
    ),
    "service_tier": Case(
        lambda body: bool(body.get("service_tier") or body.get("serviceTier")),
        options={"service_tier": "priority"},
        dialects=EVERYWHERE,
    ),
    "json_object_only": Case(lacks("json_schema"), options=_FORM),
    # Tools
    "no_tools": Case(lacks('"tools"'), tools=(_LS,), dialects=(CHAT, GEMINI)),
    "word_tool_ids": Case(
        lambda body: all(_WORD.fullmatch(each) for each in ids(body)),
        _CALLED,
        dialects=(CHAT, MESSAGES),
    ),
    "nine_letter_tool_ids": Case(
        lambda body: all(_NINE.fullmatch(each) for each in ids(body)), _CALLED
    ),
    "long_tool_names": Case(
        has(f'"{_LONG}"'),
        tools=(Tool(_LONG, None, _OBJECT),),
        dialects=(CHAT, MESSAGES, GEMINI),
    ),
    "no_parallel_switch": Case(
        lacks("parallel_tool_calls"),
        options={"parallel_tool_calls": False},
        tools=(_LS,),
        dialects=(CHAT, RESPONSES),
    ),
    "no_forced_tool": Case(lambda body: tool_choice(body) is None, options=_FORCED, tools=(_LS,)),
    "no_forced_tool_while_thinking": Case(
        lambda body: tool_choice(body) is None,
        options={**_FORCED, **_HIGH},
        tools=(_LS,),
        base={"reasoning": "thinking_type"},
        dialects=(CHAT, MESSAGES),
    ),
    "no_strict_tools": Case(lacks("strict"), tools=(replace(_LS, schema=_STRICT, strict=True),)),
    "grammar_schemas": Case(
        lacks("pattern"),
        tools=(Tool("ls", None, {"type": "object", "properties": {"a": {"pattern": "x+"}}}),),
    ),
    "gemini_schemas": Case(
        lacks("additionalProperties"),
        tools=(replace(_LS, schema=_STRICT),),
        dialects=(CHAT, GEMINI),
    ),
    "web_search_options": search(has("web_search_options")),
    "web_search_enable_search": search(field_is("enable_search", True)),
    "web_search_glm_tool": search(has("search_std")),
    "web_search_zai_tool": search(has("search_pro_jina")),
    "web_search_openrouter_tool": search(has("openrouter:web_search")),
    "web_search_tool": search(has('"web_search"'), RESPONSES),
    "web_search_online_suffix": search(lambda body: body["model"].endswith(":online")),
    "web_search_google_search": search(has("googleSearch"), GEMINI),
    # Reasoning
    "reasoning_effort": Case(
        lambda body: effort(body) is not None and "thinking" not in body,
        options=_HIGH,
        dialects=(CHAT, RESPONSES),
    ),
    "reasoning_thinking_type": Case(
        lambda body: body.get("thinking") == {"type": "enabled"} and effort(body) is None,
        options=_HIGH,
    ),
    "reasoning_thinking_type_effort": Case(
        lambda body: body.get("thinking") == {"type": "enabled"} and effort(body) is not None,
        options=_HIGH,
    ),
    "reasoning_enable_thinking": Case(field_is("enable_thinking", True), options=_HIGH),
    "reasoning_chat_template": Case(
        field_is("chat_template_kwargs", {"enable_thinking": True}), options=_HIGH
    ),
    "reasoning_object": Case(field_is("reasoning", {"effort": "high"}), options=_HIGH),
    "thinking_level": Case(
        lambda body: "thinkingLevel" in thinking_config(body), options=_HIGH, dialects=(GEMINI,)
    ),
    "thinking_budget": Case(
        lambda body: "thinkingBudget" in thinking_config(body), options=_HIGH, dialects=(GEMINI,)
    ),
    "thinking_128_to_32k": in_range(128, 32_768),
    "thinking_512_to_24k": in_range(512, 24_576),
    "always_thinks": Case(
        lambda body: thinking_config(body).get("thinkingBudget") != 0,
        options={"reasoning": Reasoning("off")},
        base={"reasoning": "thinking_budget", "thinking_range": (128, 4096)},
        dialects=(GEMINI,),
    ),
    "no_reasoning_control": Case(
        lambda body: (
            effort(body) is None
            and not body.keys() & {"thinking", "enable_thinking", "reasoning"}
            and not thinking_config(body).keys() & {"thinkingLevel", "thinkingBudget"}
        ),
        options=_HIGH,
        base={"reasoning": "effort"},
        dialects=(CHAT, RESPONSES),
    ),
    "efforts_low_high": efforts("low", "high"),
    "efforts_high_max": efforts("high", "max"),
    "efforts_minimal_to_max": efforts("minimal", "low", "medium", "high", "xhigh", "max"),
    "efforts_minimal_to_high": efforts("minimal", "low", "medium", "high"),
    "efforts_none_to_high": efforts("none", "low", "medium", "high"),
    "efforts_none_to_xhigh": efforts("none", "low", "medium", "high", "xhigh"),
    "efforts_all": efforts("none", "minimal", "low", "medium", "high", "xhigh"),
    "keep_reasoning_content": history({"reasoning_content": "Hm"}),
    "empty_reasoning_content": Case(
        lambda body: messages(body)[1].get("reasoning_content") == "",
        (user("a"), said("b"), user("c")),
    ),
    "blank_reasoning_content": Case(
        lambda body: messages(body)[1].get("reasoning_content") == " ", _CALLED
    ),
    "keep_reasoning_details": history(
        {"reasoning_details": _DETAILS},
        Thinking("Hm", sidecar=Sidecar(Origin(CHAT, "p"), {"reasoning_details": _DETAILS})),
    ),
    "keep_reasoning": history({"reasoning": "Hm"}),
    "thinks_only_streaming": Case(
        field_is("enable_thinking", False),
        options={**_HIGH, "stream": False},
        base={"reasoning": "enable_thinking"},
    ),
    "prefill_prefix": Case(
        lambda body: messages(body)[-1].get("prefix") is True, (user("a"), said("b"))
    ),
    "no_prefill": Case(
        lambda body: body["contents"][-1]["role"] == "user",
        (user("a"), said("b")),
        dialects=(GEMINI,),
    ),
    # Streaming
    "stream_only": Case(
        lambda body: body[""]["stream"] is True, options={"stream": False}, dialects=EVERYWHERE
    ),
    # Anthropic Messages
    "budget_thinking": Case(
        lambda body: "budget_tokens" in body.get("thinking", {}),
        options=_HIGH,
        dialects=(MESSAGES,),
    ),
    "no_signatures": Case(
        has('"signature": ""'),
        (user("a"), said(Thinking("Hm"), "b"), user("c")),
        dialects=(MESSAGES,),
    ),
    "no_sampling": Case(lacks("top_p"), options={"top_p": 0.5}, dialects=(MESSAGES,)),
    "sampling": Case(
        has("top_p"), options={"top_p": 0.5}, dialects=(MESSAGES,), base={"sampling": False}
    ),
    "no_betas": Case(
        lacks("context_management"),
        own={"context_management": {"edits": []}},
        dialects=(MESSAGES,),
    ),
    "no_documents": Case(
        lacks(PDF), (user("a", Document(Inline("application/pdf", PDF))),), dialects=(MESSAGES,)
    ),
    "no_hosted_tools": replace(search(lacks("web_search")), dialects=(MESSAGES,)),
    "no_mid_system": Case(
        lambda body: all(m["role"] != "system" for m in messages(body)),
        (user("a"), said("b"), Turn("system", (Text("c"),)), user("d")),
        dialects=(MESSAGES,),
    ),
    # Gemini
    "call_signatures": Case(has("thoughtSignature"), _CALLED, dialects=(GEMINI,)),
    "no_call_ids": Case(lacks('"id"'), _CALLED, dialects=(GEMINI,)),
    "mixed_tools": Case(
        lambda body: (
            "googleSearch" in json.dumps(body) and "functionDeclarations" in json.dumps(body)
        ),
        tools=(*search(has("")).tools, _LS),
        base={"web_search": "google_search"},
        dialects=(GEMINI,),
    ),
    "no_json_beside_tools": Case(
        lambda body: not config(body).keys() & {"responseJsonSchema", "responseSchema"},
        options=_FORM,
        tools=(_LS,),
        dialects=(GEMINI,),
    ),
}


def output_excludes_reasoning(traits: Traits) -> bool:
    """xAI's counts of an answer that thought: the bill has both."""
    sent = WireRequest("", b"", Target("p", CHAT, "m", traits), stream=False)
    counts = {
        "prompt_tokens": 9,
        "completion_tokens": 4,
        "total_tokens": 33,
        "completion_tokens_details": {"reasoning_tokens": 20},
    }
    message = {"role": "assistant", "content": "a"}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    body = json.dumps({"choices": [choice], "usage": counts}).encode()
    last = DIALECTS[CHAT].decode_response(body, sent)[-1]
    assert isinstance(last, Finished)
    return last.usage is not None and last.usage.output == 24
