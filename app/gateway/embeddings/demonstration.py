"""The built-in provider's answer to a request for embeddings."""

from app.core.failure import Failure, FailureKind, Refused
from app.core.usage import Usage
from app.dialects.embeddings.answer import encode_answer
from app.dialects.embeddings.wire import Content, EmbeddingRequest, EmbeddingTraits
from app.dialects.wire_json import dump_text
from app.gateway.embeddings.plan import as_taken
from app.providers.demo.embedding import USUAL_DIMENSIONS, embedding, tokens

_MOST_DIMENSIONS = 4096


def demonstrated(request: EmbeddingRequest) -> tuple[bytes, Usage]:
    """The answer and its tokens. Raises `Refused` (BAD_REQUEST) for what is no text or too long."""
    dimensions = request.dimensions or USUAL_DIMENSIONS
    if dimensions > _MOST_DIMENSIONS:
        message = f"The demo's vectors have {_MOST_DIMENSIONS} numbers at most."
        raise Refused(Failure(FailureKind.BAD_REQUEST, message, param="dimensions"))
    inputs, _ = as_taken(request, EmbeddingTraits(token_arrays=False))
    said = [each.text or each.fields if isinstance(each, Content) else each for each in inputs]
    texts = [each if isinstance(each, str) else dump_text(each) for each in said]
    usage = Usage(fresh=sum(tokens(text) for text in texts))
    return encode_answer(request, (embedding(text, dimensions) for text in texts), usage), usage
