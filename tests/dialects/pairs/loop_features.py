"""Calls and their results in the history."""

from tests.dialects.pairs.feature import Feature
from tests.dialects.pairs.loop_bodies import TWO_CALLS, loop, loop_carried
from tests.dialects.pairs.pattern import Holds
from tests.dialects.pairs.speech import (
    PNG,
    c_call,
    c_calls,
    c_result,
    c_said,
    c_text,
    c_user,
    g_call,
    g_inline,
    g_model,
    g_result,
    g_said,
    g_text,
    g_user,
    m_assistant,
    m_call,
    m_result,
    m_said,
    m_text,
    m_user,
    offered,
    r_call,
    r_result,
    r_said,
    r_text,
    r_user,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

_LONG = "mcp__a_server_with_a_rather_long_name__and_a_tool_with_a_longer_one"
_ODD = "functions.weather:0"


FEATURES = (
    Feature(
        "tool-long-name",
        "Tool name longer than the wire takes",
        "超出长度限制的工具名",
        loop("call_1", _LONG),
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
        "loop",
        "Call and result in the history",
        "历史中的调用与结果",
        loop("call_1"),
        loop_carried("call_1"),
    ),
    Feature(
        "loop-two",
        "Several calls at once, and words after their results",
        "并行调用及结果之后的文字",
        TWO_CALLS,
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
        {client: asked for client, asked in loop(_ODD).items() if client != GEMINI},
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
                **offered(MESSAGES, "weather"),
                **m_said(
                    m_user(m_text("Weather?")),
                    m_assistant(m_call("call_1", city="Rome")),
                    m_user(m_result("call_1", m_text("no such city"), is_error=True)),
                ),
            },
            GEMINI: {
                **offered(GEMINI, "weather"),
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
                **offered(MESSAGES, "look"),
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
                **offered(RESPONSES, "look"),
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
                **offered(GEMINI, "look"),
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
                **offered(MESSAGES, "weather"),
                **m_said(
                    m_user(m_text("Weather?")),
                    m_assistant(m_call("call_1", city="Rome")),
                    m_user(m_text("Never mind")),
                ),
            },
            CHAT: {
                **offered(CHAT, "weather"),
                **c_said(
                    c_user(c_text("Weather?")), c_calls(c_call("call_1")), c_user(c_text("No"))
                ),
            },
            RESPONSES: {
                **offered(RESPONSES, "weather"),
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
