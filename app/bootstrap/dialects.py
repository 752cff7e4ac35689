"""The wire formats that are spoken, by name."""

from app.dialects import anthropic_messages, gemini, openai_chat, openai_responses
from app.dialects.base import Dialect

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        anthropic_messages.DIALECT,
        openai_chat.DIALECT,
        openai_responses.DIALECT,
        gemini.DIALECT,
    )
}
