"""Names and small facts that the whole dialect shares."""

NAME = "openai_chat"
PATH = "chat/completions"
