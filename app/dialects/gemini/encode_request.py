"""A conversation into the request for a target that speaks Gemini."""

from app.core.conversation import Conversation
from app.core.traits import Target
from app.dialects.base import WireRequest


def encode_request(conversation: Conversation, target: Target) -> WireRequest:
    """The request, and what it cannot carry."""
    raise NotImplementedError
