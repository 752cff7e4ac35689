"""The knobs of a request, and what of them has no place in the neutral form."""

import json
from collections.abc import Mapping
from typing import Any, Literal

from app.core.conversation import Options, OutputFormat, Reasoning
from app.dialects.anthropic_messages import fields
from app.dialects.anthropic_messages.decode_tools import tool_choice

Rest = dict[str, Any]


def options(body: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[Options, Rest]:
    """The options, and the fields to keep for an Anthropic target under their wire names.

    Raises `Refused` (BAD_REQUEST) where a field has the wrong type.
    """
    rest: Rest = {}
    choice, parallel = tool_choice(body.get("tool_choice"))
    user, session = _user(body.get("metadata"), rest)
    top_k = body.get("top_k")
    stops = fields.items(body.get("stop_sequences"), "stop_sequences")
    found = Options(
        max_tokens=fields.integer(body.get("max_tokens"), "max_tokens"),
        temperature=fields.number(body.get("temperature"), "temperature"),
        top_p=fields.number(body.get("top_p"), "top_p"),
        top_k=None if top_k is None else fields.integer(top_k, "top_k"),
        stop=tuple(fields.text(stop, f"stop_sequences.{i}") for i, stop in enumerate(stops)),
        tool_choice=choice,
        parallel_tool_calls=parallel,
        reasoning=_reasoning(body, rest),
        output_format=_output_format(body, rest),
        service_tier=fields.optional_text(body.get("service_tier"), "service_tier"),
        user=user,
        session=headers.get("x-claude-code-session-id") or session,
        stream=fields.switch(body.get("stream"), "stream") or False,
        stream_usage=True,  # this wire always tells it
    )
    return found, rest


def _user(value: Any, rest: Rest) -> tuple[str | None, str | None]:
    """The user, and the session that Claude Code writes into the user's JSON."""
    if value is None:
        return None, None
    metadata = fields.mapping(value, "metadata")
    user = fields.optional_text(metadata.get("user_id"), "metadata.user_id")
    _keep(rest, "metadata", metadata, {"user_id"})
    if user is None or not user.startswith("{"):
        return user, None
    try:
        session = json.loads(user).get("session_id")
    except (ValueError, RecursionError):
        return user, None
    return user, session if isinstance(session, str) and session else None


_MODES: dict[str, Literal["off", "on", "adaptive"]] = {
    "disabled": "off",
    "enabled": "on",
    "adaptive": "adaptive",
}


def _reasoning(body: Mapping[str, Any], rest: Rest) -> Reasoning | None:
    mode = budget = display = effort = None
    if body.get("thinking") is not None:
        thinking = fields.mapping(body["thinking"], "thinking")
        kind = fields.text(thinking.get("type"), "thinking.type")
        if kind in _MODES:
            mode = _MODES[kind]
            if thinking.get("budget_tokens") is not None:
                budget = fields.integer(thinking["budget_tokens"], "thinking.budget_tokens")
            display = fields.optional_text(thinking.get("display"), "thinking.display")
            _keep(rest, "thinking", thinking, {"type", "budget_tokens", "display"})
        else:
            rest["thinking"] = thinking
    if body.get("output_config") is not None:
        config = fields.mapping(body["output_config"], "output_config")
        effort = fields.optional_text(config.get("effort"), "output_config.effort")
        _keep(rest, "output_config", config, {"effort", "format"})
    if mode is None and effort is None:
        return None
    return Reasoning(mode, effort, budget, display)


def _output_format(body: Mapping[str, Any], rest: Rest) -> OutputFormat | None:
    # `output_format` is the name that structured outputs had in their beta.
    where, value = "output_format", body.get("output_format")
    config = body.get("output_config")
    if isinstance(config, dict) and config.get("format") is not None:
        where, value = "output_config.format", config["format"]
    if value is None:
        return None
    wanted = fields.mapping(value, where)
    if fields.text(wanted.get("type"), f"{where}.type") != "json_schema":
        target = rest.setdefault("output_config", {})
        target["format"] = wanted
        return None
    schema = fields.mapping(wanted.get("schema"), f"{where}.schema")
    name = wanted.get("name")
    return OutputFormat(schema, name if isinstance(name, str) else None)


def _keep(rest: Rest, name: str, value: Mapping[str, Any], known: set[str]) -> None:
    extra = {key: item for key, item in value.items() if key not in known}
    if extra:
        rest[name] = extra
