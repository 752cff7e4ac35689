"""What of a request has no place outside OpenAI's form."""

from collections.abc import Container

from app.core.loss import Loss
from app.dialects.embeddings.wire import EmbeddingRequest


def losses(request: EmbeddingRequest, taken: Container[str]) -> tuple[Loss, ...]:
    """The losses of a form that knows of the extra fields those in `taken`."""
    lost = [] if request.user is None else [Loss("user", "user", "marker", "left out")]
    rest = (name for name in request.extras if name not in taken)
    return (*lost, *(Loss(name, name, "option", "left out: unknown there") for name in rest))
