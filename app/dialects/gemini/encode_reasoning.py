"""How much the model shall think: a level for newer models, a budget of tokens for older ones."""

from app.core.conversation import Conversation, Reasoning
from app.dialects.gemini.notes import Json, Notes

_RANKS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
# As Google's own OpenAI endpoint maps efforts (ai.google.dev, "OpenAI compatibility").
_BUDGETS = {"minimal": 1024, "low": 1024, "medium": 8192, "high": 24_576}
_DYNAMIC = -1  # the model decides


def control(conversation: Conversation, config: Json, notes: Notes) -> None:
    """Write `thinkingConfig`; nothing where the client said nothing of thinking."""
    wanted = conversation.options.reasoning
    if wanted is None:
        return
    off = wanted.mode == "off" or wanted.effort == "none"
    said = (wanted.mode, wanted.effort, wanted.budget, wanted.display)
    if all(word is None for word in said):
        return
    wire: Json = {}
    match notes.target.traits.reasoning:
        case "none":
            if not off:
                notes.lose("reasoning", "option", "left out: the target has no knob", "reasoning")
            return
        case "thinking_budget":
            _write_budget(wanted, wire, notes, off=off)
        case _:
            _write_level(wanted, wire, notes, off=off)
    # A client of this wire that says nothing of them wants to see no thoughts.
    hidden = ("omitted", None) if notes.own else ("omitted",)
    if not off and wanted.display not in hidden:
        wire["includeThoughts"] = True
    if wire:
        config["thinkingConfig"] = wire


def _write_budget(wanted: Reasoning, wire: Json, notes: Notes, *, off: bool) -> None:
    least, most = notes.target.traits.thinking_range
    if off:
        wire["thinkingBudget"] = 0 if notes.target.traits.thinking_optional else least
        if not notes.target.traits.thinking_optional:
            notes.lose("reasoning", "marker", f"{least} tokens: it cannot be off", "reasoning")
        return
    asked = wanted.budget
    if wanted.effort is not None or asked is None:
        if wanted.effort is None:
            if wanted.mode is not None:
                wire["thinkingBudget"] = _DYNAMIC
            return
        wire["thinkingBudget"] = min(max(_BUDGETS.get(wanted.effort, most), least), most)
        return
    if notes.own and asked <= 0:
        wire["thinkingBudget"] = asked
        return
    budget = min(max(asked, least), most)
    if budget != asked:
        notes.lose("budget", "option", f"{asked} became {budget}", "reasoning")
    wire["thinkingBudget"] = budget


def _write_level(wanted: Reasoning, wire: Json, notes: Notes, *, off: bool) -> None:
    effort = "none" if off else _effort(wanted)
    if effort is None:
        return
    level = _known(effort, notes)
    if level is None:
        notes.lose("reasoning", "option", f"no level like {effort} here", "reasoning")
        return
    if level != effort:
        notes.lose("effort", "marker", f"{effort} became {level}", "reasoning")
    wire["thinkingLevel"] = level.upper()


def _effort(wanted: Reasoning) -> str | None:
    if wanted.effort is not None or wanted.budget is None or wanted.budget < 0:
        return wanted.effort
    if wanted.budget < 4096:
        return "low"
    return "medium" if wanted.budget < 16_384 else "high"


def _known(effort: str, notes: Notes) -> str | None:
    """The target's strongest level that is not above `effort`, else its weakest."""
    known = notes.target.traits.efforts
    if effort in known:
        return effort
    if effort not in _RANKS or not known:
        return effort if notes.own else None
    rank = _RANKS.index(effort)
    below = [level for level in known if level in _RANKS and _RANKS.index(level) <= rank]
    return below[-1] if below else known[0]
