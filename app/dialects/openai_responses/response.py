"""The `response` object that opens, closes and is an answer."""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import Conversation, Options, OutputFormat, Text
from app.core.failure import Failure, FailureKind
from app.dialects.base import Reply
from app.dialects.openai_errors import message
from app.dialects.openai_responses.native_tools import wire_choice, written
from app.dialects.openai_responses.tool_forms import forms
from app.dialects.openai_responses.wire import NAME

Json = dict[str, Any]

# The codes that Codex 0.169.0 tells apart in `response.failed`; after any other it asks again.
_CODES: dict[FailureKind, str] = {
    FailureKind.CONTEXT_OVERFLOW: "context_length_exceeded",
    FailureKind.RATE_LIMITED: "rate_limit_exceeded",
    FailureKind.BILLING: "insufficient_quota",
    FailureKind.OVERLOADED: "server_is_overloaded",
    FailureKind.BAD_REQUEST: "invalid_prompt",
    FailureKind.UNSUPPORTED: "invalid_prompt",
    FailureKind.TOO_LARGE: "invalid_prompt",
    FailureKind.MODEL_NOT_FOUND: "invalid_prompt",
    FailureKind.PERMISSION: "invalid_prompt",
}


def opening(reply: Reply) -> Json:
    """The response in progress, with every key that the schema requires and the request's echo."""
    conversation = reply.conversation
    options = conversation.options
    own = conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}
    reasoning = own.get("reasoning", {})
    effort = options.reasoning.effort if options.reasoning is not None else None
    return {
        "id": f"resp_{reply.id}",
        "object": "response",
        "created_at": reply.created,
        "completed_at": None,
        "status": "in_progress",
        "background": False,
        "error": None,
        "incomplete_details": None,
        "instructions": _instructions(conversation),
        "max_output_tokens": options.max_tokens,
        "max_tool_calls": own.get("max_tool_calls"),
        "model": conversation.model,
        "output": [],
        "parallel_tool_calls": options.parallel_tool_calls is not False,
        "previous_response_id": reply.previous or None,
        "prompt_cache_key": options.session,
        "reasoning": {"effort": effort, "summary": reasoning.get("summary")},
        "safety_identifier": own.get("safety_identifier"),
        "service_tier": options.service_tier or "default",
        "store": own.get("store") is not False,
        "temperature": _given(options.temperature, 1.0),
        "text": _text(options, own.get("text", {})),
        "tool_choice": own.get("tool_choice")
        or wire_choice(options.tool_choice, forms(conversation)),
        "tools": written(conversation.tools, echo=True),
        "top_logprobs": own.get("top_logprobs") or 0,
        "top_p": _given(options.top_p, 1.0),
        "truncation": own.get("truncation") or "disabled",
        "presence_penalty": own.get("presence_penalty") or 0.0,
        "frequency_penalty": own.get("frequency_penalty") or 0.0,
        "usage": None,
        "user": options.user,
        "metadata": own.get("metadata") or {},
    }


def wants_summary(conversation: Conversation) -> bool:
    """Whether the client asked to see the reasoning: OpenAI shows none unasked."""
    own = conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}
    reasoning = own.get("reasoning")
    return isinstance(reasoning, dict) and bool(reasoning.get("summary"))


def error(failure: Failure) -> dict[str, str]:
    """The `error` of a response that failed."""
    told = message(failure)
    code = _CODES.get(failure.kind, "server_error")
    if failure.kind is FailureKind.RATE_LIMITED and failure.retry_after is not None:
        told = f"{told} Please try again in {failure.retry_after:g}s."  # Codex reads the number
    return {"code": code, "message": told}


def failed(failure: Failure, request_id: str) -> Json:
    """A response that failed, where nothing is known of its request."""
    return {
        "id": f"resp_{request_id}",
        "object": "response",
        "created_at": 0,
        "completed_at": None,
        "status": "failed",
        "background": False,
        "error": error(failure),
        "incomplete_details": None,
        "instructions": None,
        "model": "",
        "output": [],
        "parallel_tool_calls": True,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "usage": None,
        "metadata": {},
    }


def _instructions(conversation: Conversation) -> str | None:
    """The leading instructions, where they are one text: what this wire takes as that field."""
    first = conversation.turns[0] if conversation.turns else None
    if first is None or first.role != "system" or first.sidecar is not None:
        return None
    match first.parts:
        case (Text(text=text, sidecar=None),):
            return text
        case _:
            return None


def _given(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _text(options: Options, own: Mapping[str, Any]) -> Json:
    form = own.get("format") or text_format(options.output_format) or {"type": "text"}
    return {"verbosity": options.verbosity or "medium", **own, "format": form}


def text_format(wanted: OutputFormat | None) -> Json | None:
    """The `text.format` field, None where any text will do."""
    if wanted is None:
        return None
    if wanted.schema is None:
        return {"type": "json_object"}
    return {
        "type": "json_schema",
        "name": wanted.name or "output",
        "description": wanted.description,
        "schema": wanted.schema,
        "strict": wanted.strict,
    }
