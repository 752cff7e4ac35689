"""What the fake model says and sees, in words of the fake's own, for both wire formats."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


class ContextFullError(Exception):
    """The model cannot read all of the request."""


@dataclass(frozen=True, slots=True)
class Call:
    """One tool call that the model makes."""

    name: str
    arguments: Mapping[str, Any]
    id: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of the model. `finish` is in Chat's words; None is what follows from `calls`."""

    text: str = ""
    thinking: str = ""
    calls: tuple[Call, ...] = ()
    finish: str | None = None
    input_tokens: int = 1200
    cached_tokens: int = 200  # of the input tokens
    output_tokens: int = 40
    thinking_tokens: int = 8  # of the output tokens, where there is thinking

    @property
    def finish_reason(self) -> str:
        """The finish reason in Chat's words."""
        return self.finish or ("tool_calls" if self.calls else "stop")


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a tool that came back in a request."""

    call_id: str
    text: str


@dataclass(frozen=True, slots=True)
class View:
    """A request as the fake model reads it. `tools` maps a name to its JSON schema."""

    model: str
    tools: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    user_texts: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    thinking: tuple[str, ...] = ()
    rounds: int = 0  # assistant messages that called a tool
    media: tuple[str, ...] = ()  # "image", "document", in order
    wants_thinking: bool = False

    def tool_with(self, *properties: str, without: tuple[str, ...] = ()) -> str:
        """The name of the first tool whose schema has all of `properties` and none of `without`."""
        for name, schema in self.tools.items():
            known = schema.get("properties", {})
            if set(properties) <= set(known) and not set(without) & set(known):
                return name
        raise LookupError(f"no tool with {properties} among {sorted(self.tools)}")


def pieces(text: str, count: int = 4) -> Iterator[str]:
    """`text` in about `count` pieces."""
    size = max(1, -(-len(text) // count))
    for start in range(0, len(text), size):
        yield text[start : start + size]
