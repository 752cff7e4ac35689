"""Whose requests are kept word for word."""

from app.settings.schema import TranscriptSettings


def keeps(settings: TranscriptSettings, *, user: str, key: str, conversation: str) -> bool:
    """Whether a request is kept, by the names of its user and client key and its conversation's id.

    Each is "" where there is none, which no choice names.
    """
    if settings.record == "off":
        return False
    return (
        settings.record == "all"
        or (user != "" and user in settings.users)
        or (key != "" and key in settings.keys)
        or (conversation != "" and conversation in settings.conversations)
    )
