"""A call and its result in the words of each wire."""

from typing import Any

from tests.dialects.pairs.speech import (
    c_call,
    c_calls,
    c_result,
    c_said,
    c_text,
    c_user,
    g_call,
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

Json = dict[str, Any]


def loop(call_id: str, name: str = "weather") -> dict[str, Json]:
    """A call and its result in each client's words."""
    return {
        MESSAGES: {
            **offered(MESSAGES, name),
            **m_said(
                m_user(m_text("Weather?")),
                m_assistant(m_call(call_id, name, city="Rome")),
                m_user(m_result(call_id, m_text("sunny"))),
            ),
        },
        CHAT: {
            **offered(CHAT, name),
            **c_said(
                c_user(c_text("Weather?")),
                c_calls(c_call(call_id, name, '{"city":"Rome"}')),
                c_result(call_id, "sunny"),
            ),
        },
        RESPONSES: {
            **offered(RESPONSES, name),
            **r_said(
                r_user(r_text("Weather?")),
                r_call(call_id, name, '{"city":"Rome"}'),
                r_result(call_id, "sunny"),
            ),
        },
        GEMINI: {
            **offered(GEMINI, name),
            **g_said(
                g_user(g_text("Weather?")),
                g_model(g_call(call_id, name, city="Rome")),
                g_user(g_result(call_id, name, output="sunny")),
            ),
        },
    }


def loop_carried(call_id: str, name: str = "weather") -> dict[str, Any]:
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


TWO_CALLS: dict[str, Json] = {
    MESSAGES: {
        **offered(MESSAGES, "weather"),
        **m_said(
            m_user(m_text("Weather?")),
            m_assistant(m_text("Both."), m_call("call_a", city="Rome"), m_call("call_b", city="X")),
            m_user(
                m_result("call_a", m_text("sunny")), m_result("call_b", m_text("wet")), m_text("?")
            ),
        ),
    },
    CHAT: {
        **offered(CHAT, "weather"),
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
        **offered(RESPONSES, "weather"),
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
        **offered(GEMINI, "weather"),
        **g_said(
            g_user(g_text("Weather?")),
            g_model(g_text("Both."), g_call("call_a", city="Rome"), g_call("call_b", city="X")),
            g_user(
                g_result("call_a", output="sunny"), g_result("call_b", output="wet"), g_text("?")
            ),
        ),
    },
}
