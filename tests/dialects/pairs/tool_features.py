"""Tools: what is offered, which must be called, the calls and their results in the history."""

from typing import Any

from tests.dialects.pairs.feature import Feature
from tests.dialects.pairs.pattern import Holds
from tests.dialects.pairs.speech import (
    LOOSE,
    PNG,
    SCHEMA,
    c_call,
    c_calls,
    c_result,
    c_said,
    c_text,
    c_tool,
    c_user,
    g_call,
    g_inline,
    g_model,
    g_result,
    g_said,
    g_text,
    g_tool,
    g_tools,
    g_user,
    m_assistant,
    m_call,
    m_result,
    m_said,
    m_text,
    m_tool,
    m_user,
    r_call,
    r_result,
    r_said,
    r_text,
    r_tool,
    r_user,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

Json = dict[str, Any]

_LONG = "mcp__a_server_with_a_rather_long_name__and_a_tool_with_a_longer_one"
_ODD = "functions.weather:0"


def _offered(client: str, *names: str) -> Json:
    """Tools of these names in a client's words."""
    match client:
        case "anthropic_messages":
            return {"tools": [m_tool(name) for name in names]}
        case "openai_chat":
            return {"tools": [c_tool(name) for name in names]}
        case "openai_responses":
            return {"tools": [r_tool(name) for name in names]}
        case _:
            return g_tools(*(g_tool(name) for name in names))


def _g_choice(**fields: Any) -> Json:
    return {"toolConfig": {"functionCallingConfig": fields}}


def _choice(mode: str, m: Any, c: Any, r: Any, g: Any) -> dict[str, Json]:
    """A request of each client with one tool and a choice in the wire's own words."""
    said = {MESSAGES: {"tool_choice": m}, CHAT: {"tool_choice": c}, RESPONSES: {"tool_choice": r}}
    asks = {client: {**_offered(client, "weather"), **choice} for client, choice in said.items()}
    return {**asks, GEMINI: {**_offered(GEMINI, "weather"), **g}}


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


def _loop(call_id: str, name: str = "weather") -> dict[str, Json]:
    """A call and its result in each client's words."""
    return {
        MESSAGES: {
            **_offered(MESSAGES, name),
            **m_said(
                m_user(m_text("Weather?")),
                m_assistant(m_call(call_id, name, city="Rome")),
                m_user(m_result(call_id, m_text("sunny"))),
            ),
        },
        CHAT: {
            **_offered(CHAT, name),
            **c_said(
                c_user(c_text("Weather?")),
                c_calls(c_call(call_id, name, '{"city":"Rome"}')),
                c_result(call_id, "sunny"),
            ),
        },
        RESPONSES: {
            **_offered(RESPONSES, name),
            **r_said(
                r_user(r_text("Weather?")),
                r_call(call_id, name, '{"city":"Rome"}'),
                r_result(call_id, "sunny"),
            ),
        },
        GEMINI: {
            **_offered(GEMINI, name),
            **g_said(
                g_user(g_text("Weather?")),
                g_model(g_call(call_id, name, city="Rome")),
                g_user(g_result(call_id, name, output="sunny")),
            ),
        },
    }


def _loop_carried(call_id: str, name: str = "weather") -> dict[str, Any]:
    return {
        MESSAGES: (
            {"type": "tool_use", "id": call_id, "name": name, "input": {"city": "Rome"}},
            {"type": "tool_result", "tool_use_id": call_id, "content": [{"text": "sunny"}]},
        ),
        CHAT: (
            c_call(call_id, name, '{"city":"Rome"}'),
            {"role": "tool", "tool_call_id": call_id, "content": "sunny"},
        ),
        RESPONSES: (
            r_call(call_id, name, '{"city":"Rome"}'),
            {"type": "function_call_output", "call_id": call_id, "output": "sunny"},
        ),
        GEMINI: (
            {"functionCall": {"name": name, "args": {"city": "Rome"}}},
            {"functionResponse": {"name": name}},
        ),
    }


_TWO: dict[str, Json] = {
    MESSAGES: {
        **_offered(MESSAGES, "weather"),
        **m_said(
            m_user(m_text("Weather?")),
            m_assistant(m_text("Both."), m_call("call_a", city="Rome"), m_call("call_b", city="X")),
            m_user(
                m_result("call_a", m_text("sunny")), m_result("call_b", m_text("wet")), m_text("?")
            ),
        ),
    },
    CHAT: {
        **_offered(CHAT, "weather"),
        **c_said(
            c_user(c_text("Weather?")),
            c_calls(
                c_call("call_a", arguments='{"city":"Rome"}'),
                c_call("call_b", arguments='{"city":"X"}'),
                content="Both.",
            ),
            c_result("call_a", "sunny"),
            c_result("call_b", "wet"),
            c_user(c_text("?")),
        ),
    },
    RESPONSES: {
        **_offered(RESPONSES, "weather"),
        **r_said(
            r_user(r_text("Weather?")),
            {
                "type": "message",
                "role": "assistant",
                "content": [{"type": "output_text", "text": "Both.", "annotations": []}],
            },
            r_call("call_a", arguments='{"city":"Rome"}'),
            r_call("call_b", arguments='{"city":"X"}'),
            r_result("call_a", "sunny"),
            r_result("call_b", "wet"),
            r_user(r_text("?")),
        ),
    },
    GEMINI: {
        **_offered(GEMINI, "weather"),
        **g_said(
            g_user(g_text("Weather?")),
            g_model(g_text("Both."), g_call("call_a", city="Rome"), g_call("call_b", city="X")),
            g_user(
                g_result("call_a", output="sunny"), g_result("call_b", output="wet"), g_text("?")
            ),
        ),
    },
}

_GRAMMAR = {"type": "grammar", "syntax": "lark", "definition": "start: WORD"}

FEATURES = (
    Feature(
        "tool",
        "Tool with a JSON schema",
        "带 JSON schema 的工具",
        {client: _offered(client, "weather") for client in (MESSAGES, CHAT, RESPONSES, GEMINI)},
        {
            MESSAGES: {"name": "weather", "description": "Tells it.", "input_schema": SCHEMA},
            CHAT: {"name": "weather", "description": "Tells it.", "parameters": SCHEMA},
            RESPONSES: {"name": "weather", "description": "Tells it.", "parameters": SCHEMA},
            GEMINI: {"name": "weather", "description": "Tells it.", "parametersJsonSchema": SCHEMA},
        },
        {GEMINI: {"name": "weather", "description": "Tells it.", "parameters": {}}},
    ),
    Feature(
        "tool-strict",
        "Strict arguments",
        "严格参数",
        {
            MESSAGES: {"tools": [m_tool(strict=True)]},
            CHAT: {"tools": [c_tool(strict=True)]},
            RESPONSES: {"tools": [r_tool(strict=True)]},
        },
        {
            MESSAGES: {"name": "weather", "strict": True},
            CHAT: {"name": "weather", "strict": True},
            RESPONSES: {"name": "weather", "strict": True},
        },
    ),
    Feature(
        "tool-strict-loose",
        "Strict arguments with optional fields",
        "带可选字段的严格参数",
        {
            MESSAGES: {"tools": [{"name": "weather", "strict": True, "input_schema": LOOSE}]},
        },
        {MESSAGES: {"name": "weather", "strict": True}},
    ),
    Feature(
        "tool-long-name",
        "Tool name longer than the wire takes",
        "超出长度限制的工具名",
        _loop("call_1", _LONG),
        {MESSAGES: {"type": "tool_use", "name": _LONG}, GEMINI: {"functionCall": {"name": _LONG}}},
        {
            CHAT: (
                {"type": "function", "function": {"name": Holds(_LONG[:40])}},
                {"id": "call_1", "function": {"name": Holds(_LONG[:40])}},
            ),
            RESPONSES: (
                {"type": "function", "name": Holds(_LONG[:40])},
                {"type": "function_call", "name": Holds(_LONG[:40])},
            ),
            GEMINI: {"functionCall": {"name": Holds(_LONG[:40])}},
        },
    ),
    Feature(
        "tool-deferred",
        "Tool that a search must find first",
        "需先搜索到才提供的工具",
        {
            MESSAGES: {"tools": [m_tool(), m_tool("later", defer_loading=True)]},
            RESPONSES: {"tools": [r_tool(), r_tool("later", defer_loading=True)]},
        },
        {
            MESSAGES: {"name": "later", "defer_loading": True},
            RESPONSES: {"name": "later", "defer_loading": True},
        },
    ),
    Feature(
        "tool-found",
        "Tool that a search found",
        "已被搜索到的工具",
        {
            MESSAGES: {
                "tools": [m_tool("ToolSearch"), m_tool("later", defer_loading=True)],
                **m_said(
                    m_user(m_text("Find it")),
                    m_assistant(m_call("call_1", "ToolSearch", query="later")),
                    m_user(m_result("call_1", {"type": "tool_reference", "tool_name": "later"})),
                ),
            },
        },
        {
            MESSAGES: (
                {"type": "tool_reference", "tool_name": "later"},
                {"name": "later", "defer_loading": True},
            ),
        },
        {
            MESSAGES: ({"name": "later", "input_schema": SCHEMA}, {"text": Holds("later is now")}),
            CHAT: ({"function": {"name": "later", "parameters": SCHEMA}}, Holds("later is now")),
            RESPONSES: ({"name": "later", "parameters": SCHEMA}, Holds("later is now")),
            GEMINI: ({"name": "later"}, {"functionResponse": {"name": "ToolSearch"}}),
        },
    ),
    Feature(
        "tool-raw",
        "Tool with raw input after a grammar",
        "按语法接收原始输入的工具",
        {
            CHAT: {
                "tools": [
                    {
                        "type": "custom",
                        "custom": {
                            "name": "patch",
                            "format": {
                                "type": "grammar",
                                "grammar": {"syntax": "lark", "definition": "start: WORD"},
                            },
                        },
                    }
                ]
            },
            RESPONSES: {"tools": [{"type": "custom", "name": "patch", "format": _GRAMMAR}]},
        },
        {
            CHAT: {"type": "custom", "custom": {"name": "patch"}},
            RESPONSES: {"type": "custom", "name": "patch", "format": _GRAMMAR},
        },
        {
            MESSAGES: {"name": "patch", "description": Holds("start: WORD")},
            CHAT: {"function": {"name": "patch", "description": Holds("start: WORD")}},
            RESPONSES: {"name": "patch", "description": Holds("start: WORD")},
            GEMINI: {"name": "patch", "description": Holds("start: WORD")},
        },
    ),
    Feature(
        "tool-namespace",
        "Tools inside a namespace",
        "命名空间中的工具",
        {
            RESPONSES: {
                "tools": [{"type": "namespace", "name": "agents", "tools": [r_tool("start")]}]
            }
        },
        {RESPONSES: {"type": "namespace", "name": "agents", "tools": [{"name": "start"}]}},
        {
            MESSAGES: {"name": "agents__start", "input_schema": SCHEMA},
            CHAT: {"function": {"name": "agents__start", "parameters": SCHEMA}},
            GEMINI: {"name": "agents__start"},
        },
    ),
    Feature(
        "tool-known-shape",
        "Shell and editor tools without a schema",
        "没有 schema 的命令行与编辑器工具",
        {
            MESSAGES: {"tools": [{"type": "bash_20250124", "name": "bash"}]},
            RESPONSES: {"tools": [{"type": "local_shell"}]},
        },
        {MESSAGES: {"type": "bash_20250124"}, RESPONSES: {"type": "local_shell"}},
        {
            MESSAGES: {"name": Holds("sh"), "input_schema": {"type": "object"}},
            CHAT: {"function": {"parameters": {"type": "object"}}},
            RESPONSES: {"type": "function", "name": "bash", "parameters": {"type": "object"}},
            GEMINI: {"functionDeclarations": [{"name": Holds("sh")}]},
        },
    ),
    Feature(
        "tool-code",
        "Code run by the provider",
        "由服务商执行代码",
        {
            MESSAGES: {"tools": [{"type": "code_execution_20250825", "name": "code_execution"}]},
            RESPONSES: {"tools": [{"type": "code_interpreter", "container": {"type": "auto"}}]},
            GEMINI: {"tools": [{"codeExecution": {}}]},
        },
        {
            MESSAGES: {"type": "code_execution_20250825"},
            RESPONSES: {"type": "code_interpreter"},
            GEMINI: {"codeExecution": {}},
        },
    ),
    Feature(
        "tool-file-search",
        "Search in files kept at the provider",
        "在服务商存储的文件中搜索",
        {RESPONSES: {"tools": [{"type": "file_search", "vector_store_ids": ["vs_1"]}]}},
        {RESPONSES: {"type": "file_search"}},
    ),
    Feature(
        "tool-mcp",
        "MCP server asked by the provider",
        "由服务商连接的 MCP 服务器",
        {
            MESSAGES: {
                "mcp_servers": [{"type": "url", "url": "https://example.com/mcp", "name": "docs"}]
            },
            RESPONSES: {
                "tools": [
                    {
                        "type": "mcp",
                        "server_label": "docs",
                        "server_url": "https://example.com/mcp",
                        "require_approval": "never",
                    }
                ]
            },
        },
        {MESSAGES: {"mcp_servers": [{"name": "docs"}]}, RESPONSES: {"server_label": "docs"}},
    ),
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
                **_offered(CHAT, "weather", "time", "news"),
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
                **_offered(RESPONSES, "weather", "time", "news"),
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
                **_offered(GEMINI, "weather", "time", "news"),
                **_g_choice(mode="ANY", allowedFunctionNames=["weather", "time"]),
            },
        },
        {
            CHAT: {"type": "allowed_tools"},
            RESPONSES: {"type": "allowed_tools"},
            GEMINI: {"functionCallingConfig": {"allowedFunctionNames": ["weather", "time"]}},
        },
    ),
    Feature(
        "one-call",
        "One call at a time",
        "一次只调用一个工具",
        {
            MESSAGES: {
                **_offered(MESSAGES, "weather"),
                "tool_choice": {"type": "auto", "disable_parallel_tool_use": True},
            },
            CHAT: {**_offered(CHAT, "weather"), "parallel_tool_calls": False},
            RESPONSES: {**_offered(RESPONSES, "weather"), "parallel_tool_calls": False},
        },
        {
            MESSAGES: {"disable_parallel_tool_use": True},
            CHAT: {"parallel_tool_calls": False},
            RESPONSES: {"parallel_tool_calls": False},
        },
    ),
    Feature(
        "loop",
        "Call and result in the history",
        "历史中的调用与结果",
        _loop("call_1"),
        _loop_carried("call_1"),
    ),
    Feature(
        "loop-two",
        "Several calls at once, and words after their results",
        "并行调用及结果之后的文字",
        _TWO,
        {
            MESSAGES: (
                {
                    "role": "assistant",
                    "content": [
                        {"text": "Both."},
                        {"type": "tool_use", "id": "call_a"},
                        {"type": "tool_use", "id": "call_b"},
                    ],
                },
                {
                    "role": "user",
                    "content": [
                        {"tool_use_id": "call_a", "content": [{"text": "sunny"}]},
                        {"tool_use_id": "call_b", "content": [{"text": "wet"}]},
                        {"text": "?"},
                    ],
                },
            ),
            CHAT: {
                "messages": [
                    {"role": "assistant", "content": "Both.", "tool_calls": [{}, {}]},
                    {"role": "tool", "tool_call_id": "call_a", "content": "sunny"},
                    {"role": "tool", "tool_call_id": "call_b", "content": "wet"},
                    {"role": "user", "content": "?"},
                ]
            },
            RESPONSES: {
                "input": [
                    {"role": "assistant", "content": [{"text": "Both."}]},
                    {"type": "function_call", "call_id": "call_a"},
                    {"type": "function_call", "call_id": "call_b"},
                    {"type": "function_call_output", "call_id": "call_a", "output": "sunny"},
                    {"type": "function_call_output", "call_id": "call_b", "output": "wet"},
                    {"role": "user", "content": [{"text": "?"}]},
                ]
            },
            GEMINI: {
                "contents": [
                    {"parts": [{"text": "Both."}, {"functionCall": {}}, {"functionCall": {}}]},
                    {"parts": [{"functionResponse": {}}, {"functionResponse": {}}, {"text": "?"}]},
                ]
            },
        },
        {CHAT: {"role": "user", "content": [{"text": "?"}]}},
    ),
    Feature(
        "odd-id",
        "Call ids that not every wire takes",
        "并非各格式都接受的调用 id",
        {client: asked for client, asked in _loop(_ODD).items() if client != GEMINI},
        {CHAT: {"role": "tool", "tool_call_id": _ODD}},
        {
            MESSAGES: ({"type": "tool_use", "id": Holds("toolu_")}, {"type": "tool_result"}),
            CHAT: ({"role": "tool", "tool_call_id": Holds("call_")},),
            RESPONSES: ({"type": "function_call_output", "call_id": Holds("call_")},),
            GEMINI: {"functionResponse": {"name": "weather"}},
        },
    ),
    Feature(
        "result-error",
        "A tool's failure",
        "工具执行失败",
        {
            MESSAGES: {
                **_offered(MESSAGES, "weather"),
                **m_said(
                    m_user(m_text("Weather?")),
                    m_assistant(m_call("call_1", city="Rome")),
                    m_user(m_result("call_1", m_text("no such city"), is_error=True)),
                ),
            },
            GEMINI: {
                **_offered(GEMINI, "weather"),
                **g_said(
                    g_user(g_text("Weather?")),
                    g_model(g_call("call_1", city="Rome")),
                    g_user(g_result("call_1", error="no such city")),
                ),
            },
        },
        {
            MESSAGES: {"type": "tool_result", "is_error": True},
            GEMINI: {"functionResponse": {"response": {"error": "no such city"}}},
        },
        {
            CHAT: {"role": "tool", "content": Holds("Error: no such city")},
            RESPONSES: {"output": Holds("Error: no such city")},
        },
    ),
    Feature(
        "result-picture",
        "Picture in a tool's result",
        "工具结果中的图片",
        {
            MESSAGES: {
                **_offered(MESSAGES, "look"),
                **m_said(
                    m_user(m_text("Look")),
                    m_assistant(m_call("call_1", "look")),
                    m_user(
                        m_result(
                            "call_1",
                            {
                                "type": "image",
                                "source": {
                                    "type": "base64",
                                    "media_type": "image/png",
                                    "data": PNG,
                                },
                            },
                        )
                    ),
                ),
            },
            RESPONSES: {
                **_offered(RESPONSES, "look"),
                **r_said(
                    r_user(r_text("Look")),
                    r_call("call_1", "look"),
                    r_result(
                        "call_1",
                        [{"type": "input_image", "image_url": f"data:image/png;base64,{PNG}"}],
                    ),
                ),
            },
            GEMINI: {
                **_offered(GEMINI, "look"),
                **g_said(
                    g_user(g_text("Look")),
                    g_model(g_call("call_1", "look")),
                    g_user(
                        {
                            "functionResponse": {
                                "id": "call_1",
                                "name": "look",
                                "response": {"output": "seen"},
                                "parts": [g_inline("image/png", PNG)],
                            }
                        }
                    ),
                ),
            },
        },
        {
            MESSAGES: {"type": "tool_result", "content": [{"type": "image"}]},
            RESPONSES: {"type": "function_call_output", "output": [{"type": "input_image"}]},
            GEMINI: {"functionResponse": {"parts": [g_inline("image/png", PNG)]}},
        },
        {
            CHAT: {"role": "user", "content": [{"type": "image_url"}]},
            GEMINI: {"parts": [g_inline("image/png", PNG)]},
        },
    ),
    Feature(
        "result-orphan",
        "Result whose call is gone",
        "找不到对应调用的结果",
        {
            MESSAGES: m_said(m_user(m_result("call_1", m_text("sunny")))),
            CHAT: c_said(c_user(c_text("Hello")), c_result("call_1", "sunny")),
            RESPONSES: r_said(r_user(r_text("Hello")), r_result("call_1", "sunny")),
        },
        {},
        {
            MESSAGES: ({"text": Holds("call_1")}, {"text": "sunny"}),
            CHAT: {"role": "user", "content": Holds("sunny")},
            RESPONSES: {"role": "user", "content": [{"text": Holds("sunny")}]},
            GEMINI: {"text": Holds("sunny")},
        },
    ),
    Feature(
        "call-unanswered",
        "Call that nobody answered",
        "没有结果的调用",
        {
            MESSAGES: {
                **_offered(MESSAGES, "weather"),
                **m_said(
                    m_user(m_text("Weather?")),
                    m_assistant(m_call("call_1", city="Rome")),
                    m_user(m_text("Never mind")),
                ),
            },
            CHAT: {
                **_offered(CHAT, "weather"),
                **c_said(
                    c_user(c_text("Weather?")), c_calls(c_call("call_1")), c_user(c_text("No"))
                ),
            },
            RESPONSES: {
                **_offered(RESPONSES, "weather"),
                **r_said(r_user(r_text("Weather?")), r_call("call_1"), r_user(r_text("No"))),
            },
        },
        {},
        {
            MESSAGES: {"tool_use_id": "call_1", "content": [{"text": "[interrupted]"}]},
            CHAT: {"tool_call_id": "call_1", "content": "[interrupted]"},
            RESPONSES: {"call_id": "call_1", "output": "[interrupted]"},
            GEMINI: {"functionResponse": {"name": "weather"}},
        },
    ),
    Feature(
        "hosted-history",
        "Earlier work of a provider's own tools",
        "服务商自有工具的历史记录",
        {
            MESSAGES: m_said(
                m_user(m_text("Search")),
                m_assistant(
                    {
                        "type": "server_tool_use",
                        "id": "srvtoolu_1",
                        "name": "web_search",
                        "input": {"query": "news"},
                    },
                    {
                        "type": "web_search_tool_result",
                        "tool_use_id": "srvtoolu_1",
                        "content": [
                            {
                                "type": "web_search_result",
                                "title": "The News",
                                "url": "https://example.com/news",
                                "encrypted_content": "x",
                            }
                        ],
                    },
                    m_text("Here."),
                ),
                m_user(m_text("More")),
            ),
            RESPONSES: r_said(
                r_user(r_text("Search")),
                {
                    "type": "web_search_call",
                    "id": "ws_1",
                    "status": "completed",
                    "action": {"type": "search", "query": "The News"},
                },
                r_user(r_text("More")),
            ),
        },
        {
            MESSAGES: {"type": "web_search_tool_result"},
            RESPONSES: {"type": "web_search_call"},
        },
        {
            MESSAGES: {"text": Holds("The News")},
            CHAT: Holds("The News"),
            RESPONSES: {"text": Holds("The News")},
            GEMINI: {"text": Holds("The News")},
        },
    ),
)
