"""The forms in which providers are asked, by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.dialects.embeddings import gemini_form, ollama_form, openai_form
from app.dialects.embeddings.wire import (
    Api,
    BatchRequest,
    EmbeddingRequest,
    EmbeddingTraits,
    Input,
    Vectors,
)


@dataclass(frozen=True, slots=True)
class Form:
    """One way to ask: `encode` writes some inputs of a request for a model, `decode` reads."""

    encode: Callable[[EmbeddingRequest, Sequence[Input], str, EmbeddingTraits], BatchRequest]
    decode: Callable[[bytes, int], Vectors]


FORMS: Mapping[Api, Form] = {
    "openai": Form(openai_form.encode, openai_form.decode),
    "gemini": Form(gemini_form.encode, gemini_form.decode),
    "ollama": Form(ollama_form.encode, ollama_form.decode),
}
