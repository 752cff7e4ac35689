"""A client's request into a conversation."""

from app.core.conversation import Conversation
from app.dialects.base import ClientCall


def decode_request(call: ClientCall) -> Conversation:
    """What the client asks for."""
    raise NotImplementedError
