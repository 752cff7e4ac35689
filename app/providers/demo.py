"""The built-in provider: offline and deterministic, so that a newcomer sees the whole path."""

from app.core.conversation import Conversation
from app.core.events import Event


def answer(conversation: Conversation) -> list[Event]:
    """The whole answer as its stream of events, ending in `Finished`; the same for the same input."""
    raise NotImplementedError
