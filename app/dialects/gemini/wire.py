"""Names and small facts that the whole dialect shares."""

from app.core.sidecar import Origin

NAME = "gemini"
ORIGIN = Origin(NAME)

# What a hidden thought's sidecar holds: the signature, and on which part it stood.
SIGNATURE = "thoughtSignature"
ON = "on"  # "own", "next" or "previous"


def path(model: str, stream: bool) -> str:
    """The path below the base URL that asks `model` for an answer."""
    name = model if model.startswith(("models/", "tunedModels/")) else f"models/{model}"
    return f"{name}:streamGenerateContent?alt=sse" if stream else f"{name}:generateContent"
