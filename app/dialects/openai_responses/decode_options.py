"""The knobs of a client's request."""

from collections.abc import Mapping
from typing import Any

from app.core.conversation import Options, OutputFormat, Reasoning
from app.dialects.openai_responses import fields
from app.dialects.openai_responses.decode_tools import tool_choice

Rest = dict[str, Any]

# Fields that `options` reads whole; what it reads in part it adds to the rest itself.
TAKEN = frozenset(
    {"max_output_tokens", "temperature", "top_p", "tool_choice", "parallel_tool_calls"}
    | {"reasoning", "text", "service_tier", "user", "safety_identifier", "prompt_cache_key"}
    | {"stream"}
)

# What a client may ask of `reasoning.summary`, and how it is asked for elsewhere.
_DISPLAY = {"auto": "summarized", "concise": "summarized", "detailed": "summarized"}


def options(body: Mapping[str, Any]) -> tuple[Options, Rest]:
    """The options, and the fields to keep for a target of this wire under their wire names.

    Raises `Refused` (BAD_REQUEST) where a field has the wrong type.
    """
    rest: Rest = {}
    choice, odd_choice = tool_choice(body.get("tool_choice"))
    if odd_choice is not None:
        rest["tool_choice"] = odd_choice
    asked, identifier = (
        fields.optional_text(body.get(name), name) for name in ("user", "safety_identifier")
    )
    if asked is not None and identifier not in (None, asked):
        rest["safety_identifier"] = identifier
    found = Options(
        max_tokens=fields.integer(body.get("max_output_tokens"), "max_output_tokens", least=1),
        temperature=fields.number(body.get("temperature"), "temperature"),
        top_p=fields.number(body.get("top_p"), "top_p"),
        tool_choice=choice,
        parallel_tool_calls=fields.switch(body.get("parallel_tool_calls"), "parallel_tool_calls"),
        reasoning=_reasoning(body.get("reasoning"), rest),
        output_format=_output_format(body.get("text"), rest),
        service_tier=fields.optional_text(body.get("service_tier"), "service_tier"),
        user=identifier if asked is None else asked,
        session=fields.optional_text(body.get("prompt_cache_key"), "prompt_cache_key"),
        stream=fields.switch(body.get("stream"), "stream") or False,
        stream_usage=True,
        verbosity=_verbosity(body.get("text")),
    )
    return found, rest


def _reasoning(value: Any, rest: Rest) -> Reasoning | None:
    if value is None:
        return None
    wire = fields.mapping(value, "reasoning")
    effort = fields.optional_text(wire.get("effort"), "reasoning.effort")
    extra = {name: item for name, item in wire.items() if name != "effort" and item is not None}
    if extra:
        rest["reasoning"] = extra
    if effort is None:
        return None
    summary = extra.get("summary")
    return Reasoning(
        None, effort, None, _DISPLAY.get(summary) if isinstance(summary, str) else None
    )


def _verbosity(value: Any) -> str | None:
    wire = {} if value is None else fields.mapping(value, "text")
    return fields.optional_text(wire.get("verbosity"), "text.verbosity")


def _output_format(value: Any, rest: Rest) -> OutputFormat | None:
    if value is None:
        return None
    wire = fields.mapping(value, "text")
    extra = fields.without(wire, "format", "verbosity")
    extra = {name: item for name, item in extra.items() if item is not None}
    if extra:
        rest["text"] = extra
    wanted = wire.get("format")
    if wanted is None:
        return None
    where = "text.format"
    wanted = fields.mapping(wanted, where)
    match fields.text(wanted.get("type"), f"{where}.type"):
        case "json_object":
            return OutputFormat()
        case "json_schema":
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
            rest["text"] = {**extra, "format": wanted}
            return None
