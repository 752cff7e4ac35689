"""What kept bodies of requests for embeddings say, in the lines that an inspector shows.

Read by their shape, whatever form they are in: one body may hold several batches, a line each.
"""

from collections.abc import Iterator
from typing import Any

from app.core.outline import Line
from app.dialects.embeddings.vectors import length
from app.dialects.wire_json import dump_text, load

_SHOWN = ("dimensions", "outputDimensionality", "encoding_format", "taskType", "truncate")


def request_outline(body: bytes) -> tuple[Line, ...]:
    """The model, the options, and each input. Raises `ValueError` where it cannot be read."""
    lines: list[Line] = []
    for value in _values(body):
        requests = value.get("requests")
        first = requests[0] if isinstance(requests, list) and requests else value
        if not lines:
            lines.append(Line("model", "", str(first.get("model", ""))))
            lines += [Line("option", n, str(first[n])) for n in _SHOWN if n in first]
        inputs = _inputs(value.get("input")) if requests is None else map(_content, requests)
        lines += [Line("user", "", text) for text in inputs]
    return tuple(lines)


def answer_outline(body: bytes) -> tuple[Line, ...]:
    """How many vectors there are, how long they are, and their tokens. Raises `ValueError`."""
    count, lengths, tokens = 0, set[int](), 0
    for value in _values(body):
        for vector in _vectors(value):
            count += 1
            lengths.add(length(vector))
        tokens += _tokens(value)
    numbers = ", ".join(map(str, sorted(lengths)))
    lines = [Line("other", "vectors", f"{count} x {numbers}" if count else "0")]
    return (*lines, Line("usage", "fresh", str(tokens))) if tokens else tuple(lines)


def _values(body: bytes) -> Iterator[dict[str, Any]]:
    try:
        whole = [load(body)]
    except ValueError:
        whole = [load(line) for line in body.splitlines() if line.strip()]
    for value in whole:
        if not isinstance(value, dict):
            raise ValueError("it is no JSON object")
        yield value


def _inputs(value: Any) -> Iterator[str]:
    if isinstance(value, list) and value and not isinstance(value[0], int):
        for each in value:
            yield from _inputs(each)
    elif isinstance(value, list):
        yield f"{len(value)} tokens"
    else:
        yield value if isinstance(value, str) else dump_text(value)


def _content(request: Any) -> str:
    parts = request["content"]["parts"] if isinstance(request, dict) else []
    return "\n".join(str(part.get("text", dump_text(part))) for part in parts)


def _vectors(value: dict[str, Any]) -> Iterator[list[float] | str]:
    for each in value.get("data") or value.get("embeddings") or ():
        found = each.get("embedding", each.get("values")) if isinstance(each, dict) else each
        if isinstance(found, list | str):
            yield found


def _tokens(value: dict[str, Any]) -> int:
    usage = value.get("usage") or value.get("usageMetadata") or value
    names = ("prompt_tokens", "total_tokens", "promptTokenCount", "prompt_eval_count")
    return next((usage[name] for name in names if type(usage.get(name)) is int), 0)
