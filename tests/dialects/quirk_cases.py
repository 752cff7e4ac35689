"""For each quirk, a request that an endpoint with it takes only in the form that the quirk says.

`right` is what such an endpoint checks: True for the request as it must be, False for the request
as an ordinary endpoint gets it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace

from app.core.conversation import (
    CacheMark,
    Document,
    Image,
    Inline,
    Opaque,
    OutputFormat,
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
from app.core.sidecar import Origin, Sidecar
from app.core.traits import Target, Traits
from app.dialects.base import WireRequest
from tests.dialects.quirk_case import (
    CHAT,
    DIALECTS,
    EVERYWHERE,
    GEMINI,
    MESSAGES,
    RESPONSES,
    Case,
    Json,
    config,
    effort,
    efforts,
    field_is,
    has,
    history,
    ids,
    in_range,
    lacks,
    messages,
    said,
    search,
    stops,
    thinking_config,
    tool_choice,
    tool_message,
    user,
)
from tests.dialects.strategies import PDF, PNG

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
