"""One form for conversations that say the same: what a client may spell in several ways."""

from dataclasses import replace

from app.core.conversation import Conversation, Turn
from app.core.fold import merged


def joined(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """The turns without empty ones, and with neighbours of one role, system apart, made one."""
    result: list[Turn] = []
    for turn in turns:
        if not turn.parts:
            continue
        last = result[-1] if result else None
        if last is not None and last.role == turn.role and turn.role != "system":
            sidecar = merged(last.sidecar, turn.sidecar) if turn.sidecar else last.sidecar
            result[-1] = replace(last, parts=last.parts + turn.parts, sidecar=sidecar)
        else:
            result.append(turn)
    return tuple(result)


def canonical(conversation: Conversation) -> Conversation:
    """The conversation with its turns joined."""
    return replace(conversation, turns=joined(conversation.turns))
