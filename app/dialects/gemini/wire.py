"""Names and small facts that the whole dialect shares."""

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
    """The path below the base URL that asks `model` for an answer."""
    name = model if model.startswith(("models/", "tunedModels/")) else f"models/{model}"
    return f"{name}:streamGenerateContent?alt=sse" if stream else f"{name}:generateContent"
