"""Words, pictures, files and sounds: what people and their clients put into a conversation."""

from typing import Any

from tests.dialects.pairs.feature import Feature
from tests.dialects.pairs.pattern import Holds
from tests.dialects.pairs.speech import (
    NOTE,
    PDF,
    PNG,
    WAV,
    c_said,
    c_text,
    c_user,
    g_inline,
    g_model,
    g_said,
    g_text,
    g_user,
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

_URL = "https://example.com/a.png"
_PDF_URL = "https://example.com/a.pdf"

_PICTURE: dict[str, dict[str, Any]] = {
    MESSAGES: {
        "type": "image",
        "source": {"type": "base64", "media_type": "image/png", "data": PNG},
    },
    CHAT: {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG}"}},
    RESPONSES: {"type": "input_image", "image_url": f"data:image/png;base64,{PNG}"},
    GEMINI: g_inline("image/png", PNG),
}
_PICTURE_AT: dict[str, dict[str, Any]] = {
    MESSAGES: {"type": "image", "source": {"type": "url", "url": _URL}},
    CHAT: {"type": "image_url", "image_url": {"url": _URL}},
    RESPONSES: {"type": "input_image", "image_url": _URL},
    GEMINI: {"fileData": {"fileUri": _URL, "mimeType": "image/png"}},
}
_FILE: dict[str, dict[str, Any]] = {
    MESSAGES: {
        "type": "document",
        "source": {"type": "base64", "media_type": "application/pdf", "data": PDF},
    },
    CHAT: {
        "type": "file",
        "file": {"filename": "a.pdf", "file_data": f"data:application/pdf;base64,{PDF}"},
    },
    RESPONSES: {
        "type": "input_file",
        "filename": "a.pdf",
        "file_data": f"data:application/pdf;base64,{PDF}",
    },
    GEMINI: g_inline("application/pdf", PDF),
}
_FILE_AT: dict[str, dict[str, Any]] = {
    MESSAGES: {"type": "document", "source": {"type": "url", "url": _PDF_URL}},
    CHAT: {"type": "file", "file": {"file_data": _PDF_URL}},
    RESPONSES: {"type": "input_file", "file_url": _PDF_URL},
    GEMINI: {"fileData": {"fileUri": _PDF_URL, "mimeType": "application/pdf"}},
}

FEATURES = (
    Feature(
        "turns",
        "Text, turn by turn",
        "文字，逐轮对话",
        {
            MESSAGES: m_said(
                m_user(m_text("One")), m_assistant(m_text("Two")), m_user(m_text("3"))
            ),
            CHAT: c_said(
                c_user(c_text("One")), {"role": "assistant", "content": "Two"}, c_user(c_text("3"))
            ),
            RESPONSES: r_said(r_user(r_text("One")), r_assistant("Two"), r_user(r_text("3"))),
            GEMINI: g_said(g_user(g_text("One")), g_model(g_text("Two")), g_user(g_text("3"))),
        },
        {
            MESSAGES: {
                "messages": [
                    {"role": "user", "content": [{"text": "One"}]},
                    {"role": "assistant", "content": [{"text": "Two"}]},
                    {"role": "user", "content": [{"text": "3"}]},
                ]
            },
            CHAT: {
                "messages": [
                    {"role": "user", "content": "One"},
                    {"role": "assistant", "content": "Two"},
                    {"role": "user", "content": "3"},
                ]
            },
            RESPONSES: {
                "input": [
                    {"role": "user", "content": [{"text": "One"}]},
                    {"role": "assistant", "content": [{"text": "Two"}]},
                    {"role": "user", "content": [{"text": "3"}]},
                ]
            },
            GEMINI: {
                "contents": [
                    {"role": "user", "parts": [{"text": "One"}]},
                    {"role": "model", "parts": [{"text": "Two"}]},
                    {"role": "user", "parts": [{"text": "3"}]},
                ]
            },
        },
        {CHAT: {"messages": [{"role": "user", "content": [{"text": "One"}]}]}},
    ),
    Feature(
        "picture",
        "Picture in the request",
        "请求中的图片",
        {
            MESSAGES: m_said(m_user(_PICTURE[MESSAGES])),
            CHAT: c_said(c_user(_PICTURE[CHAT])),
            RESPONSES: r_said(r_user(_PICTURE[RESPONSES])),
            GEMINI: g_said(g_user(_PICTURE[GEMINI])),
        },
        _PICTURE,
    ),
    Feature(
        "picture-address",
        "Picture at a web address",
        "以网址给出的图片",
        {
            MESSAGES: m_said(m_user(_PICTURE_AT[MESSAGES])),
            CHAT: c_said(c_user(_PICTURE_AT[CHAT])),
            RESPONSES: r_said(r_user(_PICTURE_AT[RESPONSES])),
            GEMINI: g_said(g_user(_PICTURE_AT[GEMINI])),
        },
        {**_PICTURE_AT, GEMINI: {"fileData": {"fileUri": _URL}}},
    ),
    Feature(
        "picture-detail",
        "How finely a picture is looked at",
        "图片的精细程度",
        {
            CHAT: c_said(
                c_user({"type": "image_url", "image_url": {"url": _URL, "detail": "high"}})
            ),
            RESPONSES: r_said(r_user({"type": "input_image", "image_url": _URL, "detail": "high"})),
        },
        {CHAT: {"detail": "high"}, RESPONSES: {"detail": "high"}},
    ),
    Feature(
        "picture-stored",
        "Picture uploaded to a provider before",
        "先前上传到服务商的图片",
        {
            MESSAGES: m_said(
                m_user({"type": "image", "source": {"type": "file", "file_id": "file_1"}})
            ),
            RESPONSES: r_said(r_user({"type": "input_image", "file_id": "file_1"})),
        },
        {
            MESSAGES: {"type": "image", "source": {"type": "file", "file_id": "file_1"}},
            RESPONSES: {"type": "input_image", "file_id": "file_1"},
        },
    ),
    Feature(
        "pdf",
        "PDF in the request",
        "请求中的 PDF",
        {
            MESSAGES: m_said(m_user({**_FILE[MESSAGES], "title": "a.pdf"})),
            CHAT: c_said(c_user(_FILE[CHAT])),
            RESPONSES: r_said(r_user(_FILE[RESPONSES])),
            GEMINI: g_said(g_user(_FILE[GEMINI])),
        },
        {
            **_FILE,
            CHAT: {"type": "file", "file": {"file_data": f"data:application/pdf;base64,{PDF}"}},
            RESPONSES: {"type": "input_file", "file_data": f"data:application/pdf;base64,{PDF}"},
        },
    ),
    Feature(
        "pdf-address",
        "PDF at a web address",
        "以网址给出的 PDF",
        {
            MESSAGES: m_said(m_user(_FILE_AT[MESSAGES])),
            CHAT: c_said(c_user(_FILE_AT[CHAT])),
            RESPONSES: r_said(r_user(_FILE_AT[RESPONSES])),
            GEMINI: g_said(g_user(_FILE_AT[GEMINI])),
        },
        {**_FILE_AT, GEMINI: {"fileData": {"fileUri": _PDF_URL}}},
    ),
    Feature(
        "text-file",
        "Text file",
        "文本文件",
        {
            MESSAGES: m_said(
                m_user(
                    {
                        "type": "document",
                        "title": "note.txt",
                        "context": "from a friend",
                        "source": {
                            "type": "text",
                            "media_type": "text/plain",
                            "data": "words of a note",
                        },
                    }
                )
            ),
            CHAT: c_said(
                c_user(
                    {
                        "type": "file",
                        "file": {
                            "filename": "note.txt",
                            "file_data": f"data:text/plain;base64,{NOTE}",
                        },
                    }
                )
            ),
            RESPONSES: r_said(
                r_user(
                    {
                        "type": "input_file",
                        "filename": "note.txt",
                        "file_data": f"data:text/plain;base64,{NOTE}",
                    }
                )
            ),
            GEMINI: g_said(g_user(g_inline("text/plain", NOTE))),
        },
        {
            MESSAGES: {"type": "document", "source": {"type": "text", "data": "words of a note"}},
            CHAT: {"file": {"file_data": f"data:text/plain;base64,{NOTE}"}},
            RESPONSES: {"type": "input_file", "file_data": f"data:text/plain;base64,{NOTE}"},
            GEMINI: g_inline("text/plain", NOTE),
        },
        {
            CHAT: Holds("words of a note"),
            RESPONSES: {"text": Holds("words of a note")},
            GEMINI: {"text": Holds("words of a note")},
        },
    ),
    Feature(
        "document-parts",
        "Document made of parts",
        "由多个部分组成的文档",
        {
            MESSAGES: m_said(
                m_user(
                    {
                        "type": "document",
                        "title": "Two",
                        "source": {"type": "content", "content": [m_text("part of it")]},
                    }
                )
            )
        },
        {MESSAGES: {"type": "document", "source": {"content": [{"text": "part of it"}]}}},
        {
            CHAT: Holds("part of it"),
            RESPONSES: {"text": Holds("part of it")},
            GEMINI: {"text": Holds("part of it")},
        },
    ),
    Feature(
        "citations-wanted",
        "Citations asked for",
        "要求标注引用",
        {
            MESSAGES: m_said(m_user({**_FILE[MESSAGES], "citations": {"enabled": True}})),
        },
        {MESSAGES: {"citations": {"enabled": True}}},
    ),
    Feature(
        "search-result",
        "Search result given by the client",
        "客户端提供的搜索结果",
        {
            MESSAGES: m_said(
                m_user(
                    {
                        "type": "search_result",
                        "source": "https://example.com",
                        "title": "A page",
                        "content": [m_text("what it says")],
                    }
                )
            )
        },
        {MESSAGES: {"type": "search_result", "title": "A page"}},
        {
            CHAT: Holds("what it says"),
            RESPONSES: {"text": Holds("what it says")},
            GEMINI: {"text": Holds("what it says")},
        },
    ),
    Feature(
        "file-stored",
        "File uploaded to a provider before",
        "先前上传到服务商的文件",
        {
            MESSAGES: m_said(
                m_user({"type": "document", "source": {"type": "file", "file_id": "file_1"}})
            ),
            CHAT: c_said(c_user({"type": "file", "file": {"file_id": "file_1"}})),
            RESPONSES: r_said(r_user({"type": "input_file", "file_id": "file_1"})),
            GEMINI: g_said(
                g_user(
                    {
                        "fileData": {
                            "mimeType": "application/pdf",
                            "fileUri": (
                                "https://generativelanguage.googleapis.com/v1beta/files/file_1"
                            ),
                        }
                    }
                )
            ),
        },
        {
            MESSAGES: {"type": "document", "source": {"type": "file", "file_id": "file_1"}},
            CHAT: {"type": "file", "file": {"file_id": "file_1"}},
            RESPONSES: {"type": "input_file", "file_id": "file_1"},
            GEMINI: {"fileData": {"fileUri": Holds("files/file_1")}},
        },
    ),
    Feature(
        "sound",
        "Recording in the request",
        "请求中的录音",
        {
            CHAT: c_said(
                c_user({"type": "input_audio", "input_audio": {"data": WAV, "format": "wav"}})
            ),
            RESPONSES: r_said(
                r_user({"type": "input_audio", "input_audio": {"data": WAV, "format": "wav"}})
            ),
            GEMINI: g_said(g_user(g_inline("audio/wav", WAV))),
        },
        {
            CHAT: {"type": "input_audio", "input_audio": {"data": WAV, "format": "wav"}},
            RESPONSES: {"type": "input_audio", "input_audio": {"data": WAV, "format": "wav"}},
            GEMINI: {"inlineData": {"data": WAV}},
        },
    ),
    Feature(
        "speaker",
        "Name of who speaks",
        "发言者的名字",
        {CHAT: c_said({**c_user(c_text("Hello")), "name": "bob"})},
        {CHAT: {"role": "user", "name": "bob"}},
    ),
)
