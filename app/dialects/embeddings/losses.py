"""What of a request has no place outside OpenAI's form."""

from collections.abc import Container, Iterable

from app.core.loss import Loss
from app.dialects.embeddings.wire import Content, EmbeddingRequest, Input


def losses(request: EmbeddingRequest, taken: Container[str]) -> tuple[Loss, ...]:
    """The losses of a form that knows of the extra fields those in `taken`."""
    lost = [] if request.user is None else [Loss("user", "user", "marker", "left out")]
    lost += own_options(request.inputs)
    rest = (name for name in request.extras if name not in taken)
    return (*lost, *(Loss(name, name, "option", "left out: unknown there") for name in rest))


def own_options(inputs: Iterable[Input]) -> list[Loss]:
    """What Gemini's clients say of single inputs, which only Gemini has a place for."""
    found = {
        name: where
        for where, each in reversed(list(enumerate(inputs)))
        if isinstance(each, Content)
        for name in each.fields
        if name not in _SAID_ELSEWHERE
    }
    return [Loss(n, f"requests[{at}].{n}", "option", "left out") for n, at in found.items()]


_SAID_ELSEWHERE = ("content", "outputDimensionality")
