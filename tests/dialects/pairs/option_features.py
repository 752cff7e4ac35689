"""The form of the answer, sampling, limits, and who asks."""

from typing import Any

from tests.dialects.pairs.feature import Feature, Verdict
from tests.dialects.pairs.pattern import Either, Holds, Lacks
from tests.dialects.pairs.speech import (
    SCHEMA,
    c_said,
    c_text,
    c_tool,
    c_user,
    g_config,
    m_said,
    m_text,
    m_tool,
    m_user,
)
from tests.dialects.pairs.wires import CHAT, GEMINI, MESSAGES, RESPONSES

Json = dict[str, Any]

_IN_WORDS = Holds("Answer with one JSON object")
_USER = "user-1"
_LONG_USER = "u" * 200


def _everywhere(name: str, value: Any, gemini: str) -> dict[str, Json]:
    """A field of one name on three wires."""
    fields: dict[str, Json] = {client: {name: value} for client in (MESSAGES, CHAT, RESPONSES)}
    return {**fields, GEMINI: g_config(**{gemini: value})}


def _chat_only(name: str, value: Any, gemini: str | None = None) -> dict[str, Json]:
    """A field of Chat Completions, which Gemini may have too."""
    found: dict[str, Json] = {CHAT: {name: value}}
    return found if gemini is None else {**found, GEMINI: g_config(**{gemini: value})}


def _option(
    name: str,
    title: str,
    chinese: str,
    asks: dict[str, Json],
    carried: dict[str, Any] | None = None,
    instead: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    own: Verdict = Verdict.CARRIED,
) -> Feature:
    """A feature whose own wire holds just what was asked."""
    wanted = asks if carried is None else {**asks, **carried}
    return Feature(name, title, chinese, asks, wanted, instead or {}, headers or {}, own)


FORM = (
    _option(
        "json",
        "Any JSON object",
        "任意 JSON 对象",
        {
            CHAT: {"response_format": {"type": "json_object"}},
            RESPONSES: {"text": {"format": {"type": "json_object"}}},
            GEMINI: g_config(responseMimeType="application/json"),
        },
        None,
        {MESSAGES: {"system": [{"text": _IN_WORDS}]}},
    ),
    _option(
        "json-schema",
        "JSON after a schema",
        "按 schema 输出 JSON",
        {
            MESSAGES: {"output_config": {"format": {"type": "json_schema", "schema": SCHEMA}}},
            CHAT: {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "place", "schema": SCHEMA, "strict": True},
                }
            },
            RESPONSES: {
                "text": {
                    "format": {
                        "type": "json_schema",
                        "name": "place",
                        "schema": SCHEMA,
                        "strict": True,
                    }
                }
            },
            GEMINI: g_config(responseMimeType="application/json", responseJsonSchema=SCHEMA),
        },
        {
            CHAT: {"json_schema": {"schema": SCHEMA, "strict": True}},
            RESPONSES: {"format": {"type": "json_schema", "schema": SCHEMA, "strict": True}},
        },
        {GEMINI: {"responseSchema": {}}},
    ),
    _option(
        "verbosity",
        "How wordy the answer is",
        "回答的详略",
        {CHAT: {"verbosity": "low"}, RESPONSES: {"text": {"verbosity": "low"}}},
    ),
    _option(
        "sound-out",
        "Answer in sound",
        "语音回答",
        {
            CHAT: {
                "modalities": ["text", "audio"],
                "audio": {"voice": "alloy", "format": "wav"},
            },
            GEMINI: g_config(responseModalities=["AUDIO"]),
        },
    ),
    _option(
        "prediction",
        "Predicted answer",
        "预测输出",
        {CHAT: {"prediction": {"type": "content", "content": "almost this"}}},
    ),
)

SAMPLING = (
    _option(
        "max-tokens",
        "Longest answer",
        "回答长度上限",
        {
            MESSAGES: {"max_tokens": 500},
            CHAT: {"max_completion_tokens": 500},
            RESPONSES: {"max_output_tokens": 500},
            GEMINI: g_config(maxOutputTokens=500),
        },
        {CHAT: Either({"max_completion_tokens": 500}, {"max_tokens": 500})},
    ),
    _option(
        "stop",
        "Stop sequences",
        "停止序列",
        {
            MESSAGES: {"stop_sequences": ["END"]},
            CHAT: {"stop": ["END"]},
            GEMINI: g_config(stopSequences=["END"]),
        },
    ),
    _option(
        "stop-many",
        "More stop sequences than the wire takes",
        "超出数量限制的停止序列",
        {
            MESSAGES: {"stop_sequences": ["A", "B", "C", "D", "E", "F"]},
            GEMINI: g_config(stopSequences=["A", "B", "C", "D", "E"]),
        },
        {
            MESSAGES: {"stop_sequences": ["A", "B", "C", "D", "E"]},
            CHAT: {"stop": ["A", "B", "C", "D"]},
            GEMINI: {"stopSequences": ["A", "B", "C", "D", "E"]},
        },
    ),
    _option("temperature", "Temperature", "温度", _everywhere("temperature", 0.5, "temperature")),
    _option(
        "temperature-high",
        "Temperature over 1",
        "高于 1 的温度",
        {
            CHAT: {"temperature": 1.5},
            RESPONSES: {"temperature": 1.5},
            GEMINI: g_config(temperature=1.5),
        },
        {MESSAGES: {"temperature": 1}},
    ),
    _option("top-p", "top_p", "top_p", _everywhere("top_p", 0.5, "topP")),
    _option(
        "top-k",
        "top_k",
        "top_k",
        {MESSAGES: {"top_k": 40}, GEMINI: g_config(topK=40)},
        {CHAT: {"top_k": 40}},
    ),
    _option(
        "penalties",
        "Penalties",
        "惩罚系数",
        {
            CHAT: {"presence_penalty": 0.5, "frequency_penalty": 0.5},
            GEMINI: g_config(presencePenalty=0.5, frequencyPenalty=0.5),
        },
    ),
    _option("seed", "Seed", "随机种子", _chat_only("seed", 7, "seed")),
    _option(
        "logprobs",
        "Log probabilities",
        "对数概率",
        {
            CHAT: {"logprobs": True, "top_logprobs": 3},
            RESPONSES: {"top_logprobs": 3},
            GEMINI: g_config(responseLogprobs=True, logprobs=3),
        },
    ),
    _option("logit-bias", "Bias of single tokens", "token 偏置", {CHAT: {"logit_bias": {"1": 5}}}),
    _option(
        "several",
        "Several answers to one request",
        "一次请求多个回答",
        {CHAT: {"n": 2}, GEMINI: g_config(candidateCount=2)},
        own=Verdict.REFUSED,
    ),
)

ASKER = (
    _option(
        "user",
        "Who the user is",
        "用户标识",
        {
            MESSAGES: {"metadata": {"user_id": _USER}},
            CHAT: {"user": _USER},
            RESPONSES: {"safety_identifier": _USER},
        },
        {RESPONSES: Either({"user": _USER}, {"safety_identifier": _USER})},
        {CHAT: {"user": Holds("")}, RESPONSES: {"user": Holds("")}},
    ),
    _option(
        "user-long",
        "User's name longer than the wire takes",
        "过长的用户标识",
        {MESSAGES: {"metadata": {"user_id": _LONG_USER}}},
        None,
        {CHAT: {"user": Holds("")}, RESPONSES: {"user": Holds("")}},
    ),
    _option(
        "session",
        "Session, for the provider's cache",
        "会话（供服务商缓存使用）",
        {
            MESSAGES: {"metadata": {"user_id": '{"session_id":"session-1"}'}},
            CHAT: {"prompt_cache_key": "session-1"},
            RESPONSES: {"prompt_cache_key": "session-1"},
        },
    ),
    _option(
        "tier",
        "Service tier",
        "服务等级",
        {
            MESSAGES: {"service_tier": "auto"},
            CHAT: {"service_tier": "auto"},
            RESPONSES: {"service_tier": "auto"},
        },
        {GEMINI: Lacks("serviceTier")},  # what it does by itself
    ),
    _option(
        "tier-other",
        "Service tier of one vendor",
        "某家独有的服务等级",
        {
            MESSAGES: {"service_tier": "standard_only"},
            CHAT: {"service_tier": "flex"},
            RESPONSES: {"service_tier": "flex"},
            GEMINI: {"serviceTier": "flex"},
        },
        None,
        {
            GEMINI: {"serviceTier": "standard"},
            CHAT: {"service_tier": "default"},
            RESPONSES: {"service_tier": "default"},
        },
    ),
    _option(
        "metadata",
        "Metadata of the request",
        "请求的元数据",
        {
            CHAT: {"metadata": {"job": "1"}},
            RESPONSES: {"metadata": {"job": "1"}},
            GEMINI: {"labels": {"job": "1"}},
        },
    ),
    _option(
        "store",
        "Whether the provider keeps the answer",
        "服务商是否保存回答",
        {CHAT: {"store": True}, RESPONSES: {"store": True}},
    ),
    Feature(
        "cache-marks",
        "Cache marks",
        "缓存标记",
        {
            MESSAGES: {
                "system": [m_text("Be brief.", cache_control={"type": "ephemeral"})],
                "tools": [m_tool(cache_control={"type": "ephemeral"})],
                **m_said(m_user(m_text("Hello", cache_control={"type": "ephemeral", "ttl": "1h"}))),
            },
            CHAT: {
                "tools": [{**c_tool(), "cache_control": {"type": "ephemeral"}}],
                **c_said(
                    {
                        "role": "system",
                        "content": [c_text("Be brief.", cache_control={"type": "ephemeral"})],
                    },
                    c_user(c_text("Hello", cache_control={"type": "ephemeral", "ttl": "1h"})),
                ),
            },
        },
        {
            MESSAGES: (
                {"system": [{"cache_control": {"type": "ephemeral"}}]},
                {"tools": [{"cache_control": {"type": "ephemeral"}}]},
                {"cache_control": {"type": "ephemeral", "ttl": "1h"}},
            ),
        },
    ),
    _option(
        "betas",
        "Beta headers and the fields behind them",
        "测试版功能的标头与字段",
        {
            MESSAGES: {
                "context_management": {"edits": [{"type": "clear_thinking_20251015"}]},
            }
        },
        {MESSAGES: ({"anthropic-beta": "context-management-2025-06-27"}, {"edits": [{}]})},
        headers={"anthropic-beta": "context-management-2025-06-27"},
    ),
    _option(
        "container",
        "Container kept at the provider",
        "服务商处的容器",
        {MESSAGES: {"container": "container_1"}},
    ),
    _option(
        "truncation",
        "Older turns cut off by the provider",
        "由服务商截断旧对话",
        {RESPONSES: {"truncation": "auto"}},
    ),
    _option(
        "safety-settings",
        "Safety thresholds",
        "安全阈值",
        {
            GEMINI: {
                "safetySettings": [
                    {"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}
                ]
            }
        },
    ),
    _option(
        "cached-content",
        "Content cached at the provider before",
        "先前缓存在服务商处的内容",
        {GEMINI: {"cachedContent": "cachedContents/1"}},
    ),
    _option(
        "background",
        "Answer in the background",
        "后台回答",
        {RESPONSES: {"background": True}},
        own=Verdict.REFUSED,
    ),
)
