"""The knobs of a client's request."""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import Options, OutputFormat, Reasoning
from app.dialects.openai_chat import fields
from app.dialects.openai_chat.decode_tools import tool_choice

Rest = dict[str, Any]

# Fields that `options` reads whole; what it reads in part it adds to the rest itself.
TAKEN = frozenset(
    {"max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k", "stop", "tool_choice"}
    | {"function_call", "parallel_tool_calls", "reasoning_effort", "reasoning", "response_format"}
    | {"service_tier", "user", "safety_identifier", "prompt_cache_key", "stream", "stream_options"}
    | {"thinking", "enable_thinking", "thinking_budget", "n"}
    | {"presence_penalty", "frequency_penalty", "seed", "verbosity"}
)


def options(body: Mapping[str, Any]) -> tuple[Options, Rest]:
    """The options, and the fields to keep for a target of this wire under their wire names.

    Raises `Refused` (BAD_REQUEST) where a field has the wrong type, or asks for several answers.
    """
    rest: Rest = {}
    _one_answer(body.get("n"))
    choice, odd_choice = tool_choice(body)
    if odd_choice is not None:
        rest["tool_choice"] = odd_choice
    limit = fields.integer(body.get("max_completion_tokens"), "max_completion_tokens")
    older = fields.integer(body.get("max_tokens"), "max_tokens")
    asked, identifier = (
        fields.optional_text(body.get(name), name) for name in ("user", "safety_identifier")
    )
    if asked is not None and identifier not in (None, asked):
        rest["safety_identifier"] = identifier
    found = Options(
        max_tokens=older if limit is None else limit,
        temperature=fields.number(body.get("temperature"), "temperature"),
        top_p=fields.number(body.get("top_p"), "top_p"),
        top_k=fields.integer(body.get("top_k"), "top_k", least=-1),
        stop=_stop(body.get("stop")),
        tool_choice=choice,
        parallel_tool_calls=fields.switch(body.get("parallel_tool_calls"), "parallel_tool_calls"),
        reasoning=_reasoning(body, rest),
        output_format=_output_format(body.get("response_format"), rest),
        service_tier=fields.optional_text(body.get("service_tier"), "service_tier"),
        user=identifier if asked is None else asked,
        session=fields.optional_text(body.get("prompt_cache_key"), "prompt_cache_key"),
        stream=fields.switch(body.get("stream"), "stream") or False,
        stream_usage=_stream_usage(body.get("stream_options"), rest),
        presence_penalty=fields.number(body.get("presence_penalty"), "presence_penalty"),
        frequency_penalty=fields.number(body.get("frequency_penalty"), "frequency_penalty"),
        seed=fields.integer(body.get("seed"), "seed", least=-(2**63)),
        verbosity=fields.optional_text(body.get("verbosity"), "verbosity"),
    )
    return found, rest


def _one_answer(value: Any) -> None:
    count = fields.integer(value, "n", least=1)
    if count is not None and count > 1:
        fields.refuse(
            "n", f"Invalid 'n': Dragoman gives one answer to a request, not {count}. Leave n out."
        )


def _stop(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    stops = fields.items(value, "stop")
    read = (fields.text(stop, f"stop[{index}]") for index, stop in enumerate(stops))
    return tuple(stop for stop in read if stop)


def _stream_usage(value: Any, rest: Rest) -> bool:
    if value is None:
        return False
    wire = fields.mapping(value, "stream_options")
    extra = {name: item for name, item in wire.items() if name != "include_usage"}
    if extra:
        rest["stream_options"] = extra
    return fields.switch(wire.get("include_usage"), "stream_options.include_usage") or False


def _reasoning(body: Mapping[str, Any], rest: Rest) -> Reasoning | None:
    """OpenAI's effort, or the knob of another vendor that the client was set up for."""
    effort = fields.optional_text(body.get("reasoning_effort"), "reasoning_effort")
    if isinstance(body.get("reasoning"), dict):
        return _openrouter(body["reasoning"], effort, rest)
    if isinstance(body.get("thinking"), dict):
        return _thinking(body["thinking"], effort, rest)
    for name in ("reasoning", "thinking"):
        if body.get(name) is not None:
            rest[name] = body[name]
    enabled, budget = body.get("enable_thinking"), body.get("thinking_budget")
    if isinstance(enabled, bool):
        tokens = budget if _counts(budget) and enabled else None
        return Reasoning("on" if enabled else "off", effort, tokens)
    for name, value in (("enable_thinking", enabled), ("thinking_budget", budget)):
        if value is not None:
            rest[name] = value
    return None if effort is None else Reasoning(None, effort)


def _openrouter(wire: Mapping[str, Any], effort: str | None, rest: Rest) -> Reasoning | None:
    """`reasoning: {"effort" | "max_tokens" | "enabled", "exclude"}`."""
    level, budget, enabled = wire.get("effort"), wire.get("max_tokens"), wire.get("enabled")
    extra = {name: v for name, v in wire.items() if name not in ("effort", "max_tokens", "enabled")}
    if extra:
        rest["reasoning"] = extra
    effort = level if isinstance(level, str) else effort
    if enabled is False:
        return Reasoning("off", effort)
    if effort is None and not _counts(budget) and enabled is not True:
        return None
    return Reasoning("on", effort, budget if _counts(budget) else None)


def _thinking(wire: Mapping[str, Any], effort: str | None, rest: Rest) -> Reasoning | None:
    """`thinking: {"type"}` of DeepSeek, GLM and Kimi, with `budget_tokens` at some proxies."""
    kind, budget = wire.get("type"), wire.get("budget_tokens")
    extra = {name: value for name, value in wire.items() if name not in ("type", "budget_tokens")}
    match kind:
        case "disabled":
            mode = Reasoning("off", effort)
        case "enabled":
            mode = Reasoning("on", effort, budget if _counts(budget) else None)
        case "adaptive":
            mode = Reasoning("adaptive", effort)
        case _:
            rest["thinking"] = dict(wire)
            return None if effort is None else Reasoning(None, effort)
    if extra:
        rest["thinking"] = extra
    return mode


def _counts(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _output_format(value: Any, rest: Rest) -> OutputFormat | None:
    if value is None:
        return None
    wire = fields.mapping(value, "response_format")
    match fields.text(wire.get("type"), "response_format.type"):
        case "json_object":
            return OutputFormat()
        case "json_schema":
            where = "response_format.json_schema"
            wanted = fields.mapping(wire.get("json_schema"), where)
            schema = wanted.get("schema")
            return OutputFormat(
                {} if schema is None else fields.mapping(schema, f"{where}.schema"),
                fields.optional_text(wanted.get("name"), f"{where}.name"),
                fields.optional_text(wanted.get("description"), f"{where}.description"),
                fields.switch(wanted.get("strict"), f"{where}.strict"),
            )
        case "text":
            return None
        case _:
            rest["response_format"] = wire
            return None
