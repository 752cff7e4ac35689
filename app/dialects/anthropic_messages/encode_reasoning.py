"""How much the model shall think, in the words that the target's model takes."""

from typing import Any

from app.core.conversation import Conversation, Reasoning
from app.dialects.anthropic_messages.encode_parts import Scribe
from app.dialects.anthropic_messages.wire import NAME

_SMALLEST_BUDGET = 1024  # tokens; the API refuses less
_ANSWER_ROOM = 1024  # tokens kept for the answer beside a thinking budget
_BUDGETS = {"low": 2048, "medium": 8192, "high": 24_576}
_NO_EFFORT = ("none", "minimal")

Body = dict[str, Any]


def reasoning(conversation: Conversation, scribe: Scribe, body: Body) -> None:
    """Write `thinking` and `output_config`; expects `max_tokens` in the body.

    Newer models take an effort and think adaptively; older ones take a budget below `max_tokens`.
    """
    wanted = conversation.options.reasoning
    if wanted is not None:
        if scribe.target.traits.adaptive_thinking:
            thinking, effort = _adaptive(wanted)
        else:
            thinking, effort = _budgeted(wanted, body["max_tokens"], scribe)
        if thinking is not None:
            if wanted.display is not None and thinking["type"] != "disabled":
                if scribe.target.traits.betas:
                    thinking["display"] = wanted.display
                else:
                    scribe.lose("display", "thinking", "marker", "left out")
            body["thinking"] = thinking
        elif wanted.display is not None:
            scribe.lose("display", "thinking", "marker", "left out: the model is not told to think")
        if effort is not None:
            body["output_config"] = {"effort": effort}
    own = conversation.sidecar.towards(NAME) if conversation.sidecar is not None else {}
    for name in ("thinking", "output_config"):
        extra = own.get(name)
        if isinstance(extra, dict):
            if scribe.target.traits.betas:
                body[name] = {**body.get(name, {}), **extra}
            else:
                scribe.lose(name, name, "option", f"left out: {', '.join(extra)}")


def _adaptive(wanted: Reasoning) -> tuple[Body | None, str | None]:
    effort = wanted.effort
    if effort in _NO_EFFORT:
        return {"type": "disabled"}, None
    match wanted.mode:
        case "off":
            return {"type": "disabled"}, effort
        case None if effort is None:
            return None, None
        case "on" if effort is None and wanted.budget is not None:
            return {"type": "adaptive"}, _effort_of(wanted.budget)
        case _:
            return {"type": "adaptive"}, effort


def _effort_of(budget: int) -> str:
    if budget < 4096:
        return "low"
    return "medium" if budget < 16_384 else "high"


def _budgeted(wanted: Reasoning, limit: int, scribe: Scribe) -> tuple[Body | None, str | None]:
    if wanted.mode == "off" or wanted.effort in _NO_EFFORT:
        return {"type": "disabled"}, None
    if wanted.mode is None and wanted.effort is None:
        return None, None
    budget = wanted.budget
    if budget is None:
        effort = wanted.effort or "medium"
        budget = _BUDGETS.get(effort, limit - _ANSWER_ROOM)
    elif wanted.effort is not None:
        scribe.lose("effort", "output_config.effort", "option", "left out beside a budget")
    if budget >= limit:
        if wanted.budget is not None:
            scribe.lose("budget_tokens", "thinking", "option", f"{budget} lowered below max_tokens")
        budget = limit - _ANSWER_ROOM
    if budget < _SMALLEST_BUDGET:
        scribe.lose("thinking", "thinking", "option", "off: max_tokens leaves no room for it")
        return {"type": "disabled"}, None
    return {"type": "enabled", "budget_tokens": budget}, None
