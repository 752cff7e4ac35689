"""Anthropic Messages: the wire of Claude Code and of every Anthropic-compatible endpoint.

`DIALECT` is all that others use. Only what this wire needs may enter: its fields, its stream, its
errors. A provider's peculiarity comes in as a trait of the target.
"""

from app.dialects.anthropic_messages.dialect import MessagesDialect
from app.dialects.base import Dialect

DIALECT: Dialect = MessagesDialect()

__all__ = ["DIALECT"]
