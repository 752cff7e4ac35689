"""Reasoning: the knob of the target, and the thoughts that go back to it."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core.conversation import Conversation, Reasoning, Thinking
from app.dialects.openai_chat import reasoning_details
from app.dialects.openai_chat.notes import Json, Notes
from app.dialects.openai_chat.wire import NAME

_RANKS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_OFF = ("none", "minimal")
_BUDGETS = {"low": 2048, "medium": 8192, "high": 24_576}


def control(conversation: Conversation, body: Json, notes: Notes, *, stream: bool) -> None:
    """Write the target's knob; whether thinking is on then is what `thinks` reads from the body."""
    traits = notes.target.traits
    wanted = conversation.options.reasoning or Reasoning()
    off = wanted.mode == "off" or wanted.effort == "none"
    effort = _effort(wanted)
    if wanted.display is not None and not off:
        notes.lose("display", "marker", "left out: the target has no such switch", "reasoning")
    if traits.thinking_only_streaming and not stream:
        if effort is not None or wanted.mode in ("on", "adaptive"):
            notes.lose("reasoning", "option", "off: the target thinks in streams only", "reasoning")
        off = True
    elif not off and effort is None and wanted.mode != "on":
        return  # nothing said, or left to the model
    match traits.reasoning:
        case "none":
            if not off:
                notes.lose("reasoning", "option", "left out: the target has no knob", "reasoning")
        case "effort":
            _write_effort(body, "none" if off else effort, notes)
        case "thinking_type" | "thinking_type_effort":
            off = off or effort in _OFF
            body["thinking"] = {"type": "disabled" if off else "enabled"}
            if off or effort is None:
                return
            if traits.reasoning == "thinking_type_effort":
                _write_effort(body, effort, notes)
            else:
                notes.lose("effort", "marker", "thinking is on or off here", "reasoning")
        case "enable_thinking":
            off = off or effort in _OFF
            body["enable_thinking"] = not off
            budget = wanted.budget or _BUDGETS.get(effort or "")
            if not off and budget:
                body["thinking_budget"] = budget
        case "chat_template":
            body["chat_template_kwargs"] = {"enable_thinking": not (off or effort in _OFF)}
        case "reasoning_object":
            _write_object(body, wanted, effort, notes, off=off)


def thinks(body: Mapping[str, Any]) -> bool:
    """Whether the knob in `body` switches thinking on."""
    thinking, reasoning = body.get("thinking"), body.get("reasoning")
    template = body.get("chat_template_kwargs")
    return bool(
        (isinstance(thinking, Mapping) and thinking.get("type") not in (None, "disabled"))
        or body.get("enable_thinking") is True
        or (isinstance(template, Mapping) and template.get("enable_thinking") is True)
        or (isinstance(reasoning, Mapping) and reasoning.get("enabled") is not False)
        or body.get("reasoning_effort") not in (None, "none", "minimal")
    )


def history(thoughts: Iterable[Thinking], notes: Notes) -> Json:
    """What of the model's earlier reasoning goes back to the target, {} for nothing.

    One message's `reasoning_content` may have come as several thoughts, with text between them:
    these are put together as they were.
    """
    thoughts = tuple(thoughts)
    wanted = notes.target.traits.reasoning_history
    if wanted == "drop":
        return {}
    told = [thought for thought in thoughts if thought.text]
    one = all(thought.sidecar and thought.sidecar.origin.dialect == NAME for thought in told)
    text = ("" if one else "\n").join(thought.text for thought in told)
    if wanted == "reasoning_details":
        details: list[Any] = []
        for thought in thoughts:
            details += _details(thought, notes)
        if details:
            return {"reasoning_details": details}
    if not text:
        return {}
    return {"reasoning_content" if wanted == "reasoning_content" else "reasoning": text}


def stand_in(reasoning: Json, notes: Notes, *, called: bool) -> Json:
    """What stands for the reasoning of a message that has none: no words of ours, but the field.

    DeepSeek V4 answers 400 where an assistant message lacks it, and Kimi where one with tool calls
    does, also if another provider's model wrote it.
    """
    wanted = notes.target.traits.missing_reasoning
    if wanted == "omit" or "reasoning_content" in reasoning:
        return {}
    if wanted == "blank":
        return {"reasoning_content": " "} if called else {}
    return {"reasoning_content": ""}


def _effort(wanted: Reasoning) -> str | None:
    if wanted.effort is not None:
        return wanted.effort
    if wanted.budget is None:
        return None
    if wanted.budget < 4096:
        return "low"
    return "medium" if wanted.budget < 16_384 else "high"


def _write_effort(body: Json, effort: str | None, notes: Notes) -> None:
    if effort is None:
        return
    written = _known(effort, notes)
    if written is None:
        notes.lose("reasoning", "option", f"no effort like {effort} here", "reasoning")
        return
    if written != effort:
        notes.lose("effort", "marker", f"{effort} became {written}", "reasoning")
    body["reasoning_effort"] = written


def _known(effort: str, notes: Notes) -> str | None:
    """The target's strongest level that is not above `effort`, else its weakest."""
    known = notes.target.traits.efforts
    if effort in known:
        return effort
    if effort not in _RANKS:
        return effort if notes.from_chat else None
    if not known:
        return None
    nearest = {"none": "minimal", "xhigh": "max"}.get(effort)
    if nearest in known:
        return nearest  # DeepSeek counts xhigh as max
    rank = _RANKS.index(effort)
    below = [level for level in known if level in _RANKS and _RANKS.index(level) <= rank]
    switched_on = [level for level in below if level != "none"] if effort != "none" else below
    return switched_on[-1] if switched_on else next((k for k in known if k != "none"), None)


def _write_object(
    body: Json, wanted: Reasoning, effort: str | None, notes: Notes, *, off: bool
) -> None:
    if off:
        body["reasoning"] = {"enabled": False}
    elif wanted.effort is None and wanted.budget is not None:
        body["reasoning"] = {"max_tokens": wanted.budget}
    elif effort is None:
        body["reasoning"] = {"enabled": True}
    else:
        body["reasoning"] = {"effort": _known(effort, notes) or effort}


def _details(thought: Thinking, notes: Notes) -> list[Any]:
    """The provider's own list, back to the provider and the model that made it."""
    sidecar = thought.sidecar
    if sidecar is None:
        return []
    origin, target = sidecar.origin, notes.target
    if origin.dialect == NAME:
        ours = origin.provider in (None, target.provider) and origin.model in (None, target.model)
        own = sidecar.data.get("reasoning_details")
        return list(own) if ours and isinstance(own, list) else []
    # A Chat client returns what this provider once told it in this form.
    if origin != reasoning_details.ANTHROPIC or not notes.from_chat:
        return []
    told = reasoning_details.signed(thought.text, sidecar.data)
    return [told] if told is not None else []
