"""Instructions, the model's own earlier words, and what was thought before."""

from typing import Any

from tests.dialects.pairs.feature import Feature
from tests.dialects.pairs.pattern import Holds
from tests.dialects.pairs.speech import (
    c_call,
    c_calls,
    c_result,
    c_said,
    c_text,
    c_tool,
    c_user,
    g_call,
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
    r_assistant,
    r_call,
    r_result,
    r_said,
    r_text,
    r_tool,
    r_user,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

_REMINDER = "<system-reminder>\nBe kind.\n</system-reminder>"


def _c_developer(text: str) -> dict[str, Any]:
    return {"role": "developer", "content": text}


def _r_developer(text: str) -> dict[str, Any]:
    return {"type": "message", "role": "developer", "content": [r_text(text)]}


FEATURES = (
    Feature(
        "system",
        "System prompt",
        "系统提示",
        {
            MESSAGES: {"system": "Be brief."},
            CHAT: c_said({"role": "system", "content": "Be brief."}, c_user(c_text("Hello"))),
            RESPONSES: {"instructions": "Be brief."},
            GEMINI: {"systemInstruction": {"parts": [{"text": "Be brief."}]}},
        },
        {
            MESSAGES: {"system": [{"type": "text", "text": "Be brief."}]},
            CHAT: {"messages": [{"content": "Be brief."}, {"role": "user"}]},
            RESPONSES: {"instructions": "Be brief."},
            GEMINI: {"systemInstruction": {"parts": [{"text": "Be brief."}]}},
        },
    ),
    Feature(
        "system-several",
        "Instructions in several messages at the start",
        "开头分多条给出的指示",
        {
            MESSAGES: {"system": [m_text("Be brief."), m_text("Be kind.")]},
            CHAT: c_said(
                _c_developer("Be brief."), _c_developer("Be kind."), c_user(c_text("Hello"))
            ),
            RESPONSES: r_said(
                _r_developer("Be brief."), _r_developer("Be kind."), r_user(r_text("Hello"))
            ),
        },
        {
            MESSAGES: {"system": [{"text": "Be brief."}, {"text": "Be kind."}]},
            CHAT: {"messages": [{"content": "Be brief."}, {"content": "Be kind."}]},
            RESPONSES: {"role": "developer", "content": [{"text": "Be kind."}]},
            GEMINI: {"systemInstruction": {"parts": [{"text": "Be brief."}, {"text": "Be kind."}]}},
        },
        {
            CHAT: {"messages": [{"content": "Be brief.\n\nBe kind."}]},
            RESPONSES: {"instructions": "Be brief.\n\nBe kind."},
            GEMINI: {"systemInstruction": {"parts": [{"text": "Be brief.\n\nBe kind."}]}},
        },
    ),
    Feature(
        "system-later",
        "Instructions in mid-conversation",
        "对话中途的指示",
        {
            MESSAGES: m_said(
                m_user(m_text("Hello")),
                m_assistant(m_text("Hi")),
                m_user(m_text("Go on")),
                {"role": "system", "content": "Be kind."},
            ),
            CHAT: c_said(
                c_user(c_text("Hello")),
                {"role": "assistant", "content": "Hi"},
                _c_developer("Be kind."),
                c_user(c_text("Go on")),
            ),
            RESPONSES: r_said(
                r_user(r_text("Hello")),
                r_assistant("Hi"),
                _r_developer("Be kind."),
                r_user(r_text("Go on")),
            ),
        },
        {
            MESSAGES: {"messages": [{"role": "system", "content": [{"text": "Be kind."}]}]},
            CHAT: {"messages": [{"role": "assistant"}, {"role": "developer"}]},
            RESPONSES: {"input": [{"role": "assistant"}, {"role": "developer"}]},
        },
        {
            MESSAGES: {"role": "user", "content": [{"text": _REMINDER}]},
            CHAT: {"role": "user", "content": Holds(_REMINDER)},
            GEMINI: {"role": "user", "parts": [{"text": Holds("Be kind.")}]},
        },
    ),
    Feature(
        "prefill",
        "Answer begun by the client",
        "由客户端起头的回答",
        {
            MESSAGES: m_said(m_user(m_text("Count")), m_assistant(m_text("One, two,"))),
            CHAT: c_said(c_user(c_text("Count")), {"role": "assistant", "content": "One, two,"}),
            RESPONSES: r_said(r_user(r_text("Count")), r_assistant("One, two,")),
            GEMINI: g_said(g_user(g_text("Count")), g_model(g_text("One, two,"))),
        },
        {
            MESSAGES: {"role": "assistant", "content": [{"text": "One, two,"}]},
            CHAT: {"role": "assistant", "content": "One, two,"},
            RESPONSES: {"role": "assistant", "content": [{"text": "One, two,"}]},
            GEMINI: {"role": "model", "parts": [{"text": "One, two,"}]},
        },
    ),
    Feature(
        "refused-before",
        "Refusal in the history",
        "历史中的拒答",
        {
            CHAT: c_said(
                c_user(c_text("Hello")),
                {"role": "assistant", "content": None, "refusal": "I will not."},
                c_user(c_text("Why?")),
            ),
            RESPONSES: r_said(
                r_user(r_text("Hello")),
                {
                    "type": "message",
                    "role": "assistant",
                    "content": [{"type": "refusal", "refusal": "I will not."}],
                },
                r_user(r_text("Why?")),
            ),
        },
        {
            CHAT: {"role": "assistant", "refusal": "I will not."},
            RESPONSES: {"type": "refusal", "refusal": "I will not."},
        },
        {
            MESSAGES: {"role": "assistant", "content": [{"text": "I will not."}]},
            CHAT: {"role": "assistant", "content": "I will not."},
            GEMINI: {"role": "model", "parts": [{"text": "I will not."}]},
        },
    ),
    Feature(
        "thought-before",
        "Thinking in the history that came from elsewhere",
        "历史中来自别处的思考",
        {
            MESSAGES: {
                "tools": [m_tool()],
                **m_said(
                    m_user(m_text("Weather?")),
                    m_assistant(
                        {"type": "thinking", "thinking": "Hm.", "signature": "signed"},
                        m_call("call_1"),
                    ),
                    m_user(m_result("call_1", m_text("sunny"))),
                ),
            },
            CHAT: {
                "tools": [c_tool()],
                **c_said(
                    c_user(c_text("Weather?")),
                    {**c_calls(c_call("call_1")), "reasoning_content": "Hm."},
                    c_result("call_1", "sunny"),
                ),
            },
            RESPONSES: {
                "tools": [r_tool()],
                **r_said(
                    r_user(r_text("Weather?")),
                    {
                        "type": "reasoning",
                        "id": "rs_1",
                        "summary": [{"type": "summary_text", "text": "Hm."}],
                        "encrypted_content": "sealed",
                    },
                    r_call("call_1"),
                    r_result("call_1", "sunny"),
                ),
            },
            GEMINI: {
                **g_tools(g_tool()),
                **g_said(
                    g_user(g_text("Weather?")),
                    g_model({**g_call("call_1"), "thoughtSignature": "c2lnbmVk"}),
                    g_user(g_result("call_1", output="sunny")),
                ),
            },
        },
        {
            MESSAGES: {"type": "thinking", "thinking": "Hm.", "signature": "signed"},
            CHAT: {"role": "assistant", "reasoning_content": "Hm."},
            RESPONSES: {"type": "reasoning", "encrypted_content": "sealed"},
            GEMINI: {"functionCall": {"name": "weather"}, "thoughtSignature": "c2lnbmVk"},
        },
        {MESSAGES: {"type": "thinking", "thinking": "Hm."}},
    ),
)
