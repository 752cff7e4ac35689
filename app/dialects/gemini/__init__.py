"""Gemini's generateContent, as Google's SDKs and Gemini CLI speak it and as Google answers it.

Everything is a part of a content: words, thoughts, calls, results, files. Thought signatures belong
to the very part that they came with; they travel hidden beside it and go back to it.
"""

from app.dialects.gemini.dialect import GeminiDialect

DIALECT = GeminiDialect()
