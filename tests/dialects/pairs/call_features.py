"""Calls of tools in an answer."""

from tests.dialects.pairs.answer import AnswerFeature
from tests.dialects.pairs.answer_bodies import (
    OFFERED,
    answer_c,
    answer_g,
    answer_m,
    answer_r,
    answer_r_call,
    answer_r_message,
    answer_r_text,
)
from tests.dialects.pairs.speech import (
    c_call,
    g_call,
    m_call,
    m_text,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

CALLS = (
    AnswerFeature(
        "answer-call",
        "Call of a tool",
        "工具调用",
        {
            MESSAGES: answer_m(m_call("call_1", city="Rome"), stop_reason="tool_use"),
            CHAT: answer_c(
                "tool_calls", tool_calls=[c_call("call_1", arguments='{"city":"Rome"}')]
            ),
            RESPONSES: answer_r(answer_r_call("call_1", '{"city":"Rome"}')),
            GEMINI: answer_g(g_call("call_1", city="Rome")),
        },
        {
            MESSAGES: (
                {"type": "tool_use", "id": "call_1", "name": "weather", "input": {"city": "Rome"}},
                {"stop_reason": "tool_use"},
            ),
            CHAT: (
                c_call("call_1", arguments='{"city":"Rome"}'),
                {"finish_reason": "tool_calls"},
            ),
            RESPONSES: {
                "type": "function_call",
                "call_id": "call_1",
                "name": "weather",
                "arguments": '{"city":"Rome"}',
            },
            GEMINI: {"functionCall": {"id": "call_1", "name": "weather", "args": {"city": "Rome"}}},
        },
        asks=OFFERED,
    ),
    AnswerFeature(
        "answer-calls",
        "Words, then several calls, one without arguments",
        "文字之后的多个调用，其一无参数",
        {
            MESSAGES: answer_m(
                m_text("Both."),
                m_call("call_a", city="Rome"),
                m_call("call_b"),
                stop_reason="tool_use",
            ),
            CHAT: answer_c(
                "tool_calls",
                content="Both.",
                tool_calls=[
                    c_call("call_a", arguments='{"city":"Rome"}'),
                    c_call("call_b", arguments=""),
                ],
            ),
            RESPONSES: answer_r(
                answer_r_message(answer_r_text("Both.")),
                answer_r_call("call_a", '{"city":"Rome"}'),
                answer_r_call("call_b", ""),
            ),
            GEMINI: answer_g({"text": "Both."}, g_call("call_a", city="Rome"), g_call("call_b")),
        },
        {
            MESSAGES: {
                "content": [
                    {"text": "Both."},
                    {"type": "tool_use", "id": "call_a", "input": {"city": "Rome"}},
                    {"type": "tool_use", "id": "call_b", "input": {}},
                ]
            },
            CHAT: {
                "content": "Both.",
                "tool_calls": [
                    c_call("call_a", arguments='{"city":"Rome"}'),
                    c_call("call_b", arguments="{}"),
                ],
            },
            RESPONSES: {
                "output": [
                    {"type": "message", "content": [{"text": "Both."}]},
                    {"call_id": "call_a", "arguments": '{"city":"Rome"}'},
                    {"call_id": "call_b", "arguments": "{}"},
                ]
            },
            GEMINI: {
                "parts": [
                    {"text": "Both."},
                    {"functionCall": {"id": "call_a", "args": {"city": "Rome"}}},
                    {"functionCall": {"id": "call_b"}},
                ]
            },
        },
        asks=OFFERED,
    ),
)
