"""Answers that are none, and inputs that a form has no place for."""

from app.core.failure import Failure, FailureKind, Refused
from app.dialects.embeddings.wire import Content, Input


def missing(count: int, found: int) -> Failure:
    """An answer that has not a vector for each of `count` inputs."""
    message = f"{found} vectors came for {count} inputs, so that none can be told to be whose."
    return Failure(FailureKind.PROTOCOL, message)


def unreadable() -> Failure:
    """An answer that holds no vectors and no error."""
    return Failure(FailureKind.PROTOCOL, "The answer to a request for embeddings holds none.")


def text_of(value: Input) -> str:
    """An input that must be a text. Raises `Refused` (UNSUPPORTED) for any other."""
    text = value.text if isinstance(value, Content) else value
    if isinstance(text, str):
        return text
    message = "This provider makes embeddings of texts only, and an input is something else."
    raise Refused(Failure(FailureKind.UNSUPPORTED, message, param="input", retryable=False))
