"""What a request for embeddings is, and what an endpoint takes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.core.loss import Loss
from app.core.usage import Usage


@dataclass(frozen=True, slots=True)
class Content:
    """An input of a Gemini client.

    `fields` are its EmbedContentRequest but for the model: its content, and options of its own.
    `text` is what the content says, None where it is more than text.
    """

    text: str | None
    fields: Mapping[str, Any]


# A text, the tokens of one, an object that only its own provider understands (pictures), or what a
# Gemini client sends.
Input = str | tuple[int, ...] | Mapping[str, Any] | Content

Encoding = Literal["float", "base64"]
Api = Literal["openai", "gemini", "ollama", "none"]
APIS: tuple[Api, ...] = ("openai", "gemini", "ollama", "none")


@dataclass(frozen=True, slots=True)
class EmbeddingTraits:
    """What one model at one provider takes. The defaults describe OpenAI's form without limits.

    `inputs` and `tokens` are what one request may hold. `token_arrays` False: texts only. `base64`
    False: it refuses `encoding_format`, or takes no notice of it. With the form "none" there is
    nothing to ask.
    """

    api: Api = "openai"
    inputs: int | None = None
    tokens: int | None = None
    token_arrays: bool = True
    base64: bool = True


@dataclass(frozen=True, slots=True)
class EmbeddingRequest:
    """What a client asks for.

    `form` is the client's own. `encoding` is the form in which it wants the vectors, `dimensions`
    their length, None for the model's own. `single` means that the input was not a list. `extras`
    are the fields that OpenAI's document does not name, under their wire names.
    """

    model: str
    inputs: tuple[Input, ...]
    encoding: Encoding = "float"
    dimensions: int | None = None
    user: str | None = None
    single: bool = False
    form: Literal["openai", "gemini"] = "openai"
    extras: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BatchRequest:
    """One batch as it goes out, but for address and credential: see `WireRequest` for `path`."""

    path: str
    body: bytes
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of one batch, in the order of its inputs.

    All are lists of numbers, or all are base64 of little-endian float32. `usage` is None where the
    provider tells none.
    """

    values: tuple[list[float] | str, ...]
    usage: Usage | None
