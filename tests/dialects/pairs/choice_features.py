"""Which tools the model may or must call."""

from typing import Any

from tests.dialects.pairs.feature import Feature
from tests.dialects.pairs.pattern import Nowhere
from tests.dialects.pairs.speech import (
    offered,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

Json = dict[str, Any]

_NO_NEWS = Nowhere({"name": "news"})


def _g_choice(**fields: Any) -> Json:
    return {"toolConfig": {"functionCallingConfig": fields}}


def _choice(mode: str, m: Any, c: Any, r: Any, g: Any) -> dict[str, Json]:
    """A request of each client with one tool and a choice in the wire's own words."""
    said = {MESSAGES: {"tool_choice": m}, CHAT: {"tool_choice": c}, RESPONSES: {"tool_choice": r}}
    asks = {client: {**offered(client, "weather"), **choice} for client, choice in said.items()}
    return {**asks, GEMINI: {**offered(GEMINI, "weather"), **g}}


_AUTO = _choice("auto", {"type": "auto"}, "auto", "auto", _g_choice(mode="AUTO"))
_ANY = _choice("any", {"type": "any"}, "required", "required", _g_choice(mode="ANY"))
_NONE = _choice("none", {"type": "none"}, "none", "none", _g_choice(mode="NONE"))
_NAMED = _choice(
    "tool",
    {"type": "tool", "name": "weather"},
    {"type": "function", "function": {"name": "weather"}},
    {"type": "function", "name": "weather"},
    _g_choice(mode="ANY", allowedFunctionNames=["weather"]),
)


FEATURES = (
    Feature(
        "choice-auto",
        "The model may call a tool",
        "模型可以调用工具",
        _AUTO,
        {
            MESSAGES: {"tool_choice": {"type": "auto"}},
            CHAT: {"tool_choice": "auto"},
            RESPONSES: {"tool_choice": "auto"},
            GEMINI: {"functionCallingConfig": {"mode": "AUTO"}},
        },
        {GEMINI: {"functionDeclarations": []}},  # the wire's own default
    ),
    Feature(
        "choice-any",
        "The model must call some tool",
        "模型必须调用某个工具",
        _ANY,
        {
            MESSAGES: {"tool_choice": {"type": "any"}},
            CHAT: {"tool_choice": "required"},
            RESPONSES: {"tool_choice": "required"},
            GEMINI: {"functionCallingConfig": {"mode": "ANY"}},
        },
    ),
    Feature(
        "choice-none",
        "The model must not call tools",
        "模型不得调用工具",
        _NONE,
        {
            MESSAGES: {"tool_choice": {"type": "none"}},
            CHAT: {"tool_choice": "none"},
            RESPONSES: {"tool_choice": "none"},
            GEMINI: {"functionCallingConfig": {"mode": "NONE"}},
        },
    ),
    Feature(
        "choice-named",
        "The model must call this tool",
        "模型必须调用指定工具",
        _NAMED,
        {
            MESSAGES: {"tool_choice": {"type": "tool", "name": "weather"}},
            CHAT: {"tool_choice": {"type": "function", "function": {"name": "weather"}}},
            RESPONSES: {"tool_choice": {"type": "function", "name": "weather"}},
            GEMINI: {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["weather"]}},
        },
    ),
    Feature(
        "choice-some",
        "The model must call one of these tools",
        "模型必须调用其中之一",
        {
            CHAT: {
                **offered(CHAT, "weather", "time", "news"),
                "tool_choice": {
                    "type": "allowed_tools",
                    "allowed_tools": {
                        "mode": "required",
                        "tools": [
                            {"type": "function", "function": {"name": "weather"}},
                            {"type": "function", "function": {"name": "time"}},
                        ],
                    },
                },
            },
            RESPONSES: {
                **offered(RESPONSES, "weather", "time", "news"),
                "tool_choice": {
                    "type": "allowed_tools",
                    "mode": "required",
                    "tools": [
                        {"type": "function", "name": "weather"},
                        {"type": "function", "name": "time"},
                    ],
                },
            },
            GEMINI: {
                **offered(GEMINI, "weather", "time", "news"),
                **_g_choice(mode="ANY", allowedFunctionNames=["weather", "time"]),
            },
        },
        {
            CHAT: {"type": "allowed_tools"},
            RESPONSES: {"type": "allowed_tools"},
            GEMINI: {"functionCallingConfig": {"allowedFunctionNames": ["weather", "time"]}},
        },
        {
            MESSAGES: ({"tool_choice": {"type": "any"}}, {"name": "time"}, _NO_NEWS),
            CHAT: ({"tool_choice": "required"}, {"name": "time"}, _NO_NEWS),
            RESPONSES: ({"tool_choice": "required"}, {"name": "time"}, _NO_NEWS),
            GEMINI: ({"mode": "ANY"}, {"name": "time"}, _NO_NEWS),
        },
    ),
    Feature(
        "one-call",
        "One call at a time",
        "一次只调用一个工具",
        {
            MESSAGES: {
                **offered(MESSAGES, "weather"),
                "tool_choice": {"type": "auto", "disable_parallel_tool_use": True},
            },
            CHAT: {**offered(CHAT, "weather"), "parallel_tool_calls": False},
            RESPONSES: {**offered(RESPONSES, "weather"), "parallel_tool_calls": False},
        },
        {
            MESSAGES: {"disable_parallel_tool_use": True},
            CHAT: {"parallel_tool_calls": False},
            RESPONSES: {"parallel_tool_calls": False},
        },
    ),
)
