"""OpenAI Responses, as Codex and the SDKs speak it and as OpenAI's endpoint answers it.

A client's items become ordered turns; what a model elsewhere does not know (namespaces, tools with
raw input, shells, reasoning of another provider) goes to it in a form that it knows and comes back
to the client in its own.
"""

from app.dialects.openai_responses.dialect import ResponsesDialect

DIALECT = ResponsesDialect()
