"""The knobs of a client's request."""

from collections.abc import Mapping
from typing import Any, Literal

from app.core.conversation import Options, OutputFormat, Reasoning
from app.core.failure import Failure, FailureKind, Refused
from app.dialects.gemini import fields
from app.dialects.gemini.decode_tools import tool_choice
from app.dialects.gemini.schema_reader import json_schema

Rest = dict[str, Any]

_JSON = "application/json"
_WHERE = "generationConfig"
_READ = frozenset(
    {"maxOutputTokens", "temperature", "topP", "topK", "stopSequences", "candidateCount"}
    | {"thinkingConfig", "presencePenalty", "frequencyPenalty", "seed"}
)
_FORMAT = ("responseMimeType", "responseSchema", "responseJsonSchema")
_THINKING = frozenset({"thinkingBudget", "thinkingLevel", "includeThoughts"})


def options(body: Mapping[str, Any], *, stream: bool) -> tuple[Options, Rest]:
    """The options, and what is left of the fields that they were read from.

    Raises `Refused` (BAD_REQUEST) where a field has the wrong type, and (UNSUPPORTED) where several
    answers are asked for.
    """
    config = fields.optional_message(body.get("generationConfig"), _WHERE)
    count = fields.integer(config.get("candidateCount"), f"{_WHERE}.candidateCount")
    if count is not None and count > 1:
        raise Refused(
            Failure(
                FailureKind.UNSUPPORTED,
                f"{_WHERE}.candidateCount: only one candidate can be asked for here.",
                status=400,
                param=f"{_WHERE}.candidateCount",
            )
        )
    choice, tool_rest = tool_choice(body.get("toolConfig"))
    wanted, format_rest = _output_format(config)
    reasoning, thinking_rest = _reasoning(config.get("thinkingConfig"))
    left = {**fields.rest(config, _READ | {*_FORMAT}), **format_rest, **thinking_rest}
    found = Options(
        max_tokens=fields.integer(config.get("maxOutputTokens"), f"{_WHERE}.maxOutputTokens", 1),
        temperature=fields.number(config.get("temperature"), f"{_WHERE}.temperature"),
        top_p=fields.number(config.get("topP"), f"{_WHERE}.topP"),
        top_k=fields.integer(config.get("topK"), f"{_WHERE}.topK"),
        stop=_stop(config.get("stopSequences")),
        tool_choice=choice,
        reasoning=reasoning,
        output_format=wanted,
        stream=stream,
        stream_usage=True,
        presence_penalty=fields.number(config.get("presencePenalty"), f"{_WHERE}.presencePenalty"),
        frequency_penalty=fields.number(
            config.get("frequencyPenalty"), f"{_WHERE}.frequencyPenalty"
        ),
        seed=fields.integer(config.get("seed"), f"{_WHERE}.seed"),
    )
    rest: Rest = {}
    if left:
        rest["generationConfig"] = left
    if tool_rest:
        rest["toolConfig"] = tool_rest
    return found, rest


def _stop(value: Any) -> tuple[str, ...]:
    where = f"{_WHERE}.stopSequences"
    entries = [value] if isinstance(value, str) else fields.items(value, where)
    return tuple(fields.text(item, f"{where}[{index}]") for index, item in enumerate(entries))


def _output_format(config: Mapping[str, Any]) -> tuple[OutputFormat | None, Rest]:
    """JSON as the form of the answer; an enumeration ("text/x.enum") has no neutral form."""
    given = {name: config[name] for name in _FORMAT if name in config}
    kind = fields.optional_text(config.get("responseMimeType"), f"{_WHERE}.responseMimeType")
    if kind in (None, "text/plain"):
        return None, {name: item for name, item in given.items() if name != "responseMimeType"}
    if kind != _JSON:
        return None, given
    if "responseJsonSchema" in config:
        where = f"{_WHERE}.responseJsonSchema"
        return OutputFormat(fields.mapping(config["responseJsonSchema"], where)), {}
    if "responseSchema" in config:
        where = f"{_WHERE}.responseSchema"
        return OutputFormat(json_schema(config["responseSchema"], where)), {}
    return OutputFormat(), {}


def _reasoning(value: Any) -> tuple[Reasoning | None, Rest]:
    """What the client wants of thinking: a budget of 0 is none, of -1 whatever the model likes."""
    where = f"{_WHERE}.thinkingConfig"
    wire = fields.optional_message(value, where)
    budget = fields.integer(wire.get("thinkingBudget"), f"{where}.thinkingBudget", -1)
    effort = fields.word(wire.get("thinkingLevel"), f"{where}.thinkingLevel").lower() or None
    shown = fields.switch(wire.get("includeThoughts"), f"{where}.includeThoughts")
    left = fields.rest(wire, _THINKING)
    rest = {"thinkingConfig": left} if left else {}
    if budget is None and effort is None and not shown:
        return None, rest
    mode: Literal["off", "on", "adaptive"] | None = None
    if budget is not None:
        mode = "off" if budget == 0 else "adaptive" if budget < 0 else "on"
    display = "summarized" if shown else None
    return Reasoning(mode, effort, budget if mode == "on" else None, display), rest
