"""Names and small facts that the whole dialect shares."""

from urllib.parse import quote

from app.core.failure import Failure, FailureKind, Refused
from app.core.sidecar import Origin

NAME = "gemini"
ORIGIN = Origin(NAME)

# A hidden thought's sidecar: the signature, and on which part it stood. "own" is the thought
# itself, "next" the part after it (a call where CALL names one, else text), "previous" the text
# before it.
SIGNATURE = "thoughtSignature"
ON = "on"
CALL = "call"


def path(model: str, stream: bool) -> str:
    """The path below the base URL that asks `model` for an answer, as events where it streams.

    A client may have chosen the name. Raises `Refused` (MODEL_NOT_FOUND) where it would lead away
    from the models of the provider.
    """
    name = model if model.startswith(("models/", "tunedModels/")) else f"models/{model}"
    if any(segment.strip(".") == "" for segment in name.split("/")):
        message = f"model: {model!r} is no name of a model."
        raise Refused(Failure(FailureKind.MODEL_NOT_FOUND, message, status=404, param="model"))
    name = quote(name, safe="/@:-._~")
    return f"{name}:streamGenerateContent?alt=sse" if stream else f"{name}:generateContent"
