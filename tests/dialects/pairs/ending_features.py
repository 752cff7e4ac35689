"""How an answer ends, what it cost, and the errors in its place."""

from typing import Any

from tests.dialects.pairs.answer import AnswerFeature, ErrorAnswer
from tests.dialects.pairs.answer_bodies import (
    answer_c,
    answer_g,
    answer_m,
    answer_r,
    answer_r_message,
    answer_r_text,
)
from tests.dialects.pairs.pattern import Holds
from tests.dialects.pairs.speech import (
    m_text,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

ENDS = (
    AnswerFeature(
        "end-length",
        "Cut at the token limit",
        "到达 token 上限",
        {
            MESSAGES: answer_m(m_text("And"), stop_reason="max_tokens"),
            CHAT: answer_c("length", content="And"),
            RESPONSES: answer_r(
                answer_r_message(answer_r_text("And")),
                status="incomplete",
                incomplete_details={"reason": "max_output_tokens"},
            ),
            GEMINI: answer_g({"text": "And"}, finish="MAX_TOKENS"),
        },
        {
            MESSAGES: {"stop_reason": "max_tokens"},
            CHAT: {"finish_reason": "length"},
            RESPONSES: {"incomplete_details": {"reason": "max_output_tokens"}},
            GEMINI: {"finishReason": "MAX_TOKENS"},
        },
    ),
    AnswerFeature(
        "end-stop-sequence",
        "Ended by a stop sequence",
        "因停止序列结束",
        {MESSAGES: answer_m(m_text("One"), stop_reason="stop_sequence", stop_sequence="END")},
        {MESSAGES: {"stop_reason": "stop_sequence", "stop_sequence": "END"}},
        {
            CHAT: {"finish_reason": "stop"},
            RESPONSES: {"status": "completed"},
            GEMINI: {"finishReason": "STOP"},
        },
    ),
    AnswerFeature(
        "end-context",
        "Ended because the context is full",
        "因上下文已满结束",
        {MESSAGES: answer_m(m_text("One"), stop_reason="model_context_window_exceeded")},
        {MESSAGES: {"stop_reason": "model_context_window_exceeded"}},
        {
            CHAT: {"finish_reason": "length"},
            RESPONSES: {"incomplete_details": {"reason": "max_output_tokens"}},
            GEMINI: {"finishReason": "MAX_TOKENS"},
        },
    ),
    AnswerFeature(
        "usage",
        "Tokens in and out",
        "输入与输出 token 数",
        {
            MESSAGES: answer_m(m_text("Hi")),
            CHAT: answer_c(content="Hi"),
            RESPONSES: answer_r(answer_r_message(answer_r_text("Hi"))),
            GEMINI: answer_g({"text": "Hi"}),
        },
        {
            MESSAGES: {"usage": {"input_tokens": 10, "output_tokens": 5}},
            CHAT: {"usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}},
            RESPONSES: {"usage": {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}},
            GEMINI: {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15},
        },
    ),
    AnswerFeature(
        "usage-cache",
        "Tokens out of the cache",
        "来自缓存的 token 数",
        {
            MESSAGES: answer_m(
                m_text("Hi"),
                usage={"input_tokens": 3, "cache_read_input_tokens": 7, "output_tokens": 5},
            ),
            CHAT: answer_c(
                content="Hi",
                usage={
                    "prompt_tokens": 10,
                    "completion_tokens": 5,
                    "total_tokens": 15,
                    "prompt_tokens_details": {"cached_tokens": 7},
                },
            ),
            RESPONSES: answer_r(
                answer_r_message(answer_r_text("Hi")),
                usage={
                    "input_tokens": 10,
                    "input_tokens_details": {"cached_tokens": 7},
                    "output_tokens": 5,
                    "total_tokens": 15,
                },
            ),
            GEMINI: answer_g(
                {"text": "Hi"},
                usageMetadata={
                    "promptTokenCount": 10,
                    "cachedContentTokenCount": 7,
                    "candidatesTokenCount": 5,
                    "totalTokenCount": 15,
                },
            ),
        },
        {
            MESSAGES: {"usage": {"input_tokens": 3, "cache_read_input_tokens": 7}},
            CHAT: {"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 7}},
            RESPONSES: {"input_tokens": 10, "input_tokens_details": {"cached_tokens": 7}},
            GEMINI: {"promptTokenCount": 10, "cachedContentTokenCount": 7},
        },
    ),
    AnswerFeature(
        "usage-thinking",
        "Tokens of the thinking",
        "思考所用 token 数",
        {
            CHAT: answer_c(
                content="Hi",
                usage={
                    "prompt_tokens": 10,
                    "completion_tokens": 9,
                    "total_tokens": 19,
                    "completion_tokens_details": {"reasoning_tokens": 4},
                },
            ),
            RESPONSES: answer_r(
                answer_r_message(answer_r_text("Hi")),
                usage={
                    "input_tokens": 10,
                    "output_tokens": 9,
                    "output_tokens_details": {"reasoning_tokens": 4},
                    "total_tokens": 19,
                },
            ),
            GEMINI: answer_g(
                {"text": "Hi"},
                usageMetadata={
                    "promptTokenCount": 10,
                    "candidatesTokenCount": 5,
                    "thoughtsTokenCount": 4,
                    "totalTokenCount": 19,
                },
            ),
        },
        {
            MESSAGES: {"output_tokens": 9, "output_tokens_details": {"thinking_tokens": 4}},
            CHAT: {"completion_tokens": 9, "completion_tokens_details": {"reasoning_tokens": 4}},
            RESPONSES: {"output_tokens": 9, "output_tokens_details": {"reasoning_tokens": 4}},
            GEMINI: {"candidatesTokenCount": 5, "thoughtsTokenCount": 4},
        },
    ),
)


def _errors(
    status: int, m_type: str, code: str, g_status: str, message: str, **headers: str
) -> dict[str, ErrorAnswer]:
    """One error in the words of each vendor."""
    m = {"type": "error", "error": {"type": m_type, "message": message}}
    o = {"error": {"message": message, "type": "error", "param": None, "code": code}}
    g = {"error": {"code": status, "message": message, "status": g_status}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        MESSAGES: ErrorAnswer(status, m, named),
        CHAT: ErrorAnswer(status, o, named),
        RESPONSES: ErrorAnswer(status, o, named),
        GEMINI: ErrorAnswer(status, g, named),
    }


def _seen(m: Any, o: Any, g: Any) -> dict[str, Any]:
    return {MESSAGES: m, CHAT: o, RESPONSES: o, GEMINI: g}


ERRORS = (
    AnswerFeature(
        "error-rate",
        "Too many requests, and when to come again",
        "请求过多及重试时间",
        _errors(
            429,
            "rate_limit_error",
            "rate_limit_exceeded",
            "RESOURCE_EXHAUSTED",
            "Slow down.",
            retry_after="7",
        ),
        _seen(
            ({"_status": 429, "error": {"type": "rate_limit_error"}}, {"retry-after": "7"}),
            ({"_status": 429, "error": {"code": "rate_limit_exceeded"}}, {"retry-after": "7"}),
            ({"_status": 429, "error": {"status": "RESOURCE_EXHAUSTED"}}, Holds("7")),
        ),
    ),
    AnswerFeature(
        "error-context",
        "Conversation too long",
        "对话过长",
        {
            **_errors(
                400,
                "invalid_request_error",
                "context_length_exceeded",
                "INVALID_ARGUMENT",
                "prompt is too long: 300000 tokens > 200000 maximum",
            ),
            GEMINI: ErrorAnswer(
                400,
                {
                    "error": {
                        "code": 400,
                        "message": "The input token count (300000) exceeds the maximum number of "
                        "tokens allowed (200000).",
                        "status": "INVALID_ARGUMENT",
                    }
                },
            ),
        },
        _seen(
            {"_status": 400, "error": {"message": Holds("prompt is too long")}},
            {"_status": 400, "error": {"code": "context_length_exceeded"}},
            {"_status": 400, "error": {"status": "INVALID_ARGUMENT"}},
        ),
    ),
    AnswerFeature(
        "error-overloaded",
        "Provider overloaded",
        "服务商过载",
        _errors(503, "overloaded_error", "server_error", "UNAVAILABLE", "Overloaded"),
        _seen(
            {"_status": 529, "error": {"type": "overloaded_error"}},
            {"_status": 503},
            {"_status": 503, "error": {"status": "UNAVAILABLE"}},
        ),
    ),
    AnswerFeature(
        "error-model",
        "Model unknown",
        "模型不存在",
        _errors(
            404,
            "not_found_error",
            "model_not_found",
            "NOT_FOUND",
            "The model target-model does not exist.",
        ),
        _seen(
            {"_status": 404, "error": {"type": "not_found_error"}},
            {"_status": 404, "error": {"code": "model_not_found"}},
            {"_status": 404, "error": {"status": "NOT_FOUND"}},
        ),
    ),
    AnswerFeature(
        "error-request",
        "Request wrong",
        "请求有误",
        _errors(
            400, "invalid_request_error", "invalid_value", "INVALID_ARGUMENT", "tools: too many."
        ),
        _seen(
            {"_status": 400, "error": {"type": "invalid_request_error"}},
            {"_status": 400, "error": {"type": "invalid_request_error"}},
            {"_status": 400, "error": {"status": "INVALID_ARGUMENT"}},
        ),
    ),
)
