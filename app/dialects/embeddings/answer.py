"""The answer to a client, in OpenAI's form."""

from collections.abc import Iterable, Sequence

from app.core.failure import Failure, FailureKind, Refused
from app.core.usage import Usage
from app.dialects.embeddings.vectors import in_form, length
from app.dialects.embeddings.wire import EmbeddingRequest
from app.dialects.wire_json import dump


def encode_answer(
    request: EmbeddingRequest, vectors: Iterable[list[float] | str], usage: Usage
) -> bytes:
    """The whole answer, under the client's own name for the model.

    Raises `Refused` (PROTOCOL) where a vector cannot be given in the form that is asked for.
    """
    try:
        if request.form == "gemini":
            return _in_geminis_form(request, vectors, usage)
        # One by one: a thread that makes a long answer lets others have their turn between them.
        data = b",".join(_item(request, at, each) for at, each in enumerate(vectors))
    except ValueError as error:
        message = f"The provider gave a vector that cannot be read: {error}."
        raise Refused(Failure(FailureKind.PROTOCOL, message)) from None
    counts = {"prompt_tokens": usage.input, "total_tokens": usage.input}
    rest = dump({"model": request.model, "usage": counts})
    return b'{"object":"list","data":[' + data + b"]," + rest[1:]


def _in_geminis_form(
    request: EmbeddingRequest, vectors: Iterable[list[float] | str], usage: Usage
) -> bytes:
    values = [{"values": in_form(each, "float")} for each in vectors]
    told = {"usageMetadata": {"promptTokenCount": usage.input}}
    found = {"embedding": values[0]} if request.single else {"embeddings": values}
    return dump({**found, **told})


def _item(request: EmbeddingRequest, at: int, vector: list[float] | str) -> bytes:
    embedding = in_form(vector, request.encoding)
    return dump({"object": "embedding", "index": at, "embedding": embedding})


def as_asked(request: EmbeddingRequest, vectors: Sequence[list[float] | str]) -> bool:
    """Whether every vector is in the form that the client asked for."""
    return all(isinstance(each, str) == (request.encoding == "base64") for each in vectors)


def check_lengths(request: EmbeddingRequest, vectors: Sequence[list[float] | str]) -> None:
    """Raise `Refused` where the vectors are not of one length, or not of the one asked for.

    An endpoint that knows no `dimensions` may take no notice of it; a store of vectors that all
    have another length would find out much later.
    """
    lengths = {length(each) for each in vectors}
    if len(lengths) > 1:
        message = f"The vectors have different lengths: {', '.join(map(str, sorted(lengths)))}."
        raise Refused(Failure(FailureKind.PROTOCOL, message))
    wanted, given = request.dimensions, next(iter(lengths))
    if wanted is not None and wanted != given:
        message = (
            f"The vectors have {given} numbers where 'dimensions' asks for {wanted}: this model's "
            f"cannot be shortened here. Ask for {given}, or leave 'dimensions' out."
        )
        raise Refused(
            Failure(FailureKind.UNSUPPORTED, message, param="dimensions", retryable=False)
        )
