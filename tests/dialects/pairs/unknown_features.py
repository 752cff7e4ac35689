"""What the wires may say one day: it comes back to its own wire, and is told elsewhere."""

from tests.dialects.pairs.feature import Feature
from tests.dialects.pairs.pattern import Holds
from tests.dialects.pairs.speech import (
    c_said,
    c_text,
    c_user,
    m_assistant,
    m_said,
    m_text,
    m_user,
    r_assistant,
    r_said,
    r_text,
    r_user,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

FEATURES = (
    Feature(
        "part-extras",
        "Fields of a text that are not known yet",
        "文字中尚不认识的字段",
        {
            MESSAGES: m_said(m_user(m_text("Hello", novelty=1))),
            CHAT: c_said(c_user(c_text("Hello", novelty=1))),
            RESPONSES: r_said(r_user({**r_text("Hello"), "novelty": 1})),
        },
        {
            MESSAGES: {"text": "Hello", "novelty": 1},
            CHAT: {"text": "Hello", "novelty": 1},
            RESPONSES: {"text": "Hello", "novelty": 1},
        },
    ),
    Feature(
        "message-extras",
        "Fields of a message that are not known yet",
        "消息中尚不认识的字段",
        {
            MESSAGES: m_said({**m_user(m_text("Hello")), "novelty": 1}),
            CHAT: c_said({**c_user(c_text("Hello")), "novelty": 1}),
            RESPONSES: r_said({**r_user(r_text("Hello")), "novelty": 1}),
        },
        {
            MESSAGES: {"role": "user", "novelty": 1},
            CHAT: {"role": "user", "novelty": 1},
            RESPONSES: {"role": "user", "novelty": 1},
        },
    ),
    Feature(
        "answer-extras",
        "Fields of the model's own message that are not known yet",
        "模型消息中尚不认识的字段",
        {
            MESSAGES: m_said(
                m_user(m_text("Hello")),
                {**m_assistant(m_text("Hi")), "novelty": 1},
                m_user(m_text("More")),
            ),
            CHAT: c_said(
                c_user(c_text("Hello")),
                {"role": "assistant", "content": "Hi", "novelty": 1},
                c_user(c_text("More")),
            ),
            RESPONSES: r_said(
                r_user(r_text("Hello")), {**r_assistant("Hi"), "novelty": 1}, r_user(r_text("More"))
            ),
        },
        {
            MESSAGES: {"role": "assistant", "novelty": 1},
            CHAT: {"role": "assistant", "novelty": 1},
            RESPONSES: {"role": "assistant", "novelty": 1},
        },
    ),
    Feature(
        "unknown-part",
        "Part of a kind not known yet",
        "尚不认识的内容类型",
        {
            MESSAGES: m_said(m_user({"type": "novelty", "text": "new words"}, m_text("Hello"))),
            CHAT: c_said(c_user({"type": "novelty", "text": "new words"}, c_text("Hello"))),
            RESPONSES: r_said(r_user({"type": "novelty", "text": "new words"}, r_text("Hello"))),
        },
        {
            MESSAGES: {"type": "novelty"},
            CHAT: {"type": "novelty"},
            RESPONSES: {"type": "novelty"},
        },
        {
            MESSAGES: {"text": Holds("new words")},
            CHAT: Holds("new words"),
            RESPONSES: {"text": Holds("new words")},
            GEMINI: {"text": Holds("new words")},
        },
    ),
    Feature(
        "unknown-field",
        "Fields of a request that are not known yet",
        "请求中尚不认识的字段",
        {client: {"novelty": 1} for client in (MESSAGES, CHAT, RESPONSES, GEMINI)},
        {client: {"novelty": 1} for client in (MESSAGES, CHAT, RESPONSES, GEMINI)},
    ),
)
