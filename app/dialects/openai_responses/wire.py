"""Names and small facts that the whole dialect shares."""

from app.core.sidecar import Origin

NAME = "openai_responses"
PATH = "responses"
ORIGIN = Origin(NAME)
