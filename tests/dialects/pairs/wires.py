"""The dialects by name, and the targets that a pair is judged by."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.core.traits import Target, Traits
from app.dialects import anthropic_messages, gemini, openai_chat, openai_responses
from app.dialects.base import Dialect

MESSAGES = "anthropic_messages"
CHAT = "openai_chat"
RESPONSES = "openai_responses"
GEMINI = "gemini"

DIALECTS: Mapping[str, Dialect] = {
    MESSAGES: anthropic_messages.DIALECT,
    CHAT: openai_chat.DIALECT,
    RESPONSES: openai_responses.DIALECT,
    GEMINI: gemini.DIALECT,
}

# How people call them.
TITLES = {
    MESSAGES: "Anthropic Messages",
    CHAT: "Chat Completions",
    RESPONSES: "OpenAI Responses",
    GEMINI: "Gemini",
}

_EVERYTHING = Traits(
    max_output_tokens=128_000,
    pdf=True,
    user_field="user",
    prompt_cache_key=True,
    service_tier=True,
    efforts=("none", "minimal", "low", "medium", "high", "xhigh", "max"),
)

# A provider of each wire that offers what the wire itself can say, and one that is ordinary: what
# it lacks besides, its preset says.
CAPABLE: Mapping[str, Target] = {
    MESSAGES: Target(
        "capable",
        MESSAGES,
        "target-model",
        replace(_EVERYTHING, cache_marks=True, tool_result_images=True, stop_limit=None),
    ),
    CHAT: Target(
        "capable",
        CHAT,
        "target-model",
        replace(
            _EVERYTHING,
            system_in_place=True,
            system_role="developer",
            max_tokens_field="max_completion_tokens",
            reasoning="effort",
            reasoning_history="reasoning_content",
            verbosity=True,
            top_k=True,
            web_search="web_search_options",
        ),
    ),
    RESPONSES: Target(
        "capable",
        RESPONSES,
        "target-model",
        replace(_EVERYTHING, reasoning="effort", web_search="web_search_options", verbosity=True),
    ),
    GEMINI: Target(
        "capable",
        GEMINI,
        "target-model",
        replace(
            _EVERYTHING,
            top_k=True,
            stop_limit=5,
            tool_name_limit=128,
            tool_result_images=True,
            mixed_tools=True,
            web_search="google_search",
            reasoning="thinking_level",
            efforts=("minimal", "low", "medium", "high"),
        ),
    ),
}

ORDINARY: Mapping[str, Target] = {
    MESSAGES: Target(
        "ordinary",
        MESSAGES,
        "target-model",
        Traits(betas=False, hosted_tools=False, mid_system=False, signatures=False, pdf=True),
    ),
    CHAT: Target("ordinary", CHAT, "target-model", Traits()),
    RESPONSES: Target("ordinary", RESPONSES, "target-model", Traits(reasoning="effort")),
    GEMINI: Target("ordinary", GEMINI, "target-model", Traits()),
}

# What a request of each wire says around a feature.
SMALLEST: Mapping[str, Mapping[str, Any]] = {
    MESSAGES: {
        "model": "m",
        "max_tokens": 1000,
        "messages": [{"role": "user", "content": "Hello"}],
    },
    CHAT: {"model": "m", "messages": [{"role": "user", "content": "Hello"}]},
    RESPONSES: {
        "model": "m",
        "input": [
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "Hello"}],
            }
        ],
    },
    GEMINI: {"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]},
}

PATHS = {
    MESSAGES: "messages",
    CHAT: "chat/completions",
    RESPONSES: "responses",
    GEMINI: "models/m:generateContent",
}
