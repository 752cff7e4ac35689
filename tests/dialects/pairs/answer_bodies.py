"""Whole answers of each wire in a line."""

from typing import Any

from tests.dialects.pairs.speech import (
    c_tool,
    g_config,
    g_tool,
    g_tools,
    m_tool,
    r_tool,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

Json = dict[str, Any]

OFFERED: dict[str, Json] = {
    MESSAGES: {"tools": [m_tool()]},
    CHAT: {"tools": [c_tool()]},
    RESPONSES: {"tools": [r_tool()]},
    GEMINI: g_tools(g_tool()),
}
SHOW_THOUGHTS: dict[str, Json] = {
    RESPONSES: {"reasoning": {"effort": "low", "summary": "auto"}},
    GEMINI: g_config(thinkingConfig={"includeThoughts": True}),
}


def answer_m(*content: Json, **more: Any) -> Json:
    usage = {"input_tokens": 10, "output_tokens": 5}
    whole = {"id": "msg_1", "type": "message", "role": "assistant", "model": "target-model"}
    ended = {"stop_reason": "end_turn", "stop_sequence": None, "usage": usage}
    return {**whole, "content": list(content), **ended, **more}


def answer_c(finish: str = "stop", usage: Json | None = None, **message: Any) -> Json:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": None, **message},
        "finish_reason": finish,
    }
    counts = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}
    whole = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "target-model"}
    return {**whole, "choices": [choice], "usage": usage or counts}


def answer_r(*output: Json, **more: Any) -> Json:
    usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
    whole = {"id": "resp_1", "object": "response", "created_at": 1, "model": "target-model"}
    return {**whole, "status": "completed", "output": list(output), "usage": usage, **more}


def answer_r_message(*content: Json) -> Json:
    message = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed"}
    return {**message, "content": list(content)}


def answer_r_text(text: str, **more: Any) -> Json:
    return {"type": "output_text", "text": text, "annotations": [], **more}


def answer_r_call(call_id: str, arguments: str = "{}") -> Json:
    call = {"type": "function_call", "id": f"fc_{call_id}", "call_id": call_id, "name": "weather"}
    return {**call, "arguments": arguments, "status": "completed"}


def answer_g(*parts: Json, finish: str = "STOP", **more: Any) -> Json:
    candidate = {"content": {"role": "model", "parts": list(parts)}, "finishReason": finish}
    counts = {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15}
    whole = {"candidates": [{**candidate, **more.pop("candidate", {})}], "usageMetadata": counts}
    return {**whole, "modelVersion": "target-model", "responseId": "1", **more}


SOURCE = "https://example.com/source"
