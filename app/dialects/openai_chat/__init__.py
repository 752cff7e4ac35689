"""OpenAI Chat Completions, as clients speak it and as every provider has varied it.

Read tolerantly, written strictly: what comes from a provider may be odd in any of the ways seen in
the field; what goes out validates against OpenAI's own schema. No provider is known here by name:
`Target.traits` says what a target takes.
"""

from app.dialects.openai_chat.dialect import ChatDialect

DIALECT = ChatDialect()
