"""A whole answer for a client, and the pieces that it shares with a streamed one."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.core import carrier
from app.core.conversation import (
    Conversation,
    HostedTool,
    Opaque,
    Refusal,
    Text,
    Thinking,
    ToolCall,
)
from app.core.events import AnswerPart, Event, Finished, FinishReason
from app.core.fold import Answer, fold
from app.core.sidecar import Origin, Sidecar
from app.core.usage import Usage
from app.dialects import arguments, wire_json
from app.dialects.anthropic_messages import search_blocks, usage
from app.dialects.anthropic_messages.wire import NAME, ORIGIN, STOP_REASONS
from app.dialects.base import Reply
from app.dialects.citations import of as citations_read

# One token is about four characters of English or code; only used where the provider counts none.
_CHARACTERS_A_TOKEN = 4

_UNSIGNED = Origin("dragoman")

# What the beta form says of a refusal besides: nothing, for nobody sold us a credit.
_NO_CREDIT: dict[str, None] = {
    "fallback_credit_token": None,
    "fallback_has_prefill_claim": None,
    "recommended_model": None,
}

# What a message says of itself, whatever a sidecar of the provider says.
_OWN = frozenset({"id", "type", "role", "model", "content", "usage", "stop_reason"})


def encode_response(events: Iterable[Event], reply: Reply) -> bytes:
    """A whole message, folded from `events`.

    Raises `Refused` where they end in `Failed`.
    """
    answer = fold(events)
    beta = wants_beta(reply.conversation)
    content: list[dict[str, Any]] = []
    for part in _without_ending_proofs(list(_complete(answer))):
        if isinstance(part, Opaque) and is_foreign_search(part):
            content += searched(part, reply, len(content))
        else:
            content += blocks(part, reply.seal)
    message = opening(reply, None, answer.opening, beta=beta)
    counted = answer.usage or estimated(reply, sum(_size(part) for part in answer.parts))
    message["content"] = content
    delta, context = closing(
        Finished(answer.reason, counted, answer.stop_sequence, answer.closing),
        called=any(block["type"] == "tool_use" for block in content),
        refused=refusal_text(answer.parts),
        beta=beta,
    )
    for key, value in (delta | context).items():
        if value is not None or key not in message:
            message[key] = value
    message["usage"] = usage.whole(counted, beta=beta)
    return wire_json.dump(message)


def wants_beta(conversation: Conversation) -> bool:
    """Whether the client reads the beta form, which has more keys."""
    sidecar = conversation.sidecar
    return sidecar is not None and "anthropic-beta" in sidecar.towards(NAME)


def opening(
    reply: Reply, counted: Usage | None, opened: Sidecar | None, *, beta: bool
) -> dict[str, Any]:
    """The empty message, with every key that the official schema requires.

    Its id must differ between answers: Claude Code 2.1.329 merges turns of one id.
    """
    if counted is None or counted.input == 0:
        # Claude Code's context bar reads this number, so it is never 0.
        counted = estimated(reply, 0)
    message: dict[str, Any] = {
        "id": f"msg_{reply.id}",
        "type": "message",
        "role": "assistant",
        "model": reply.conversation.model,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
        "container": None,
        "usage": usage.whole(counted, beta=beta),
    }
    if beta:
        message |= {"context_management": None, "diagnostics": None}
    if opened is not None:
        extra = opened.towards(NAME)
        message |= {key: value for key, value in extra.items() if key not in _OWN}
    return message


def estimated(reply: Reply, characters: int) -> Usage:
    """Our own count, in place of one that the provider did not send."""
    return Usage(
        fresh=max(1, reply.input_estimate),
        output=max(1, characters // _CHARACTERS_A_TOKEN),
        estimated=True,
    )


def closing(
    finished: Finished, *, called: bool, refused: str | None, beta: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of a `message_delta`'s `delta`, and those beside it.

    `called` says whether the answer has a tool_use block, `refused` is the text of a refusal.
    """
    extra: Mapping[str, Any] = finished.sidecar.towards(NAME) if finished.sidecar else {}
    reason = stop_reason(finished, called=called, refused=refused is not None, beta=beta)
    delta: dict[str, Any] = {
        "stop_reason": reason,
        "stop_sequence": finished.stop_sequence if reason == "stop_sequence" else None,
        "stop_details": None,
        "container": None,
    }
    delta |= {key: value for key, value in extra.items() if key not in _OWN}
    if reason == "refusal" and delta["stop_details"] is None:
        details: dict[str, Any] = {
            "type": "refusal",
            "category": None,
            "explanation": refused or None,
        }
        delta["stop_details"] = details | _NO_CREDIT if beta else details
    context = delta.pop("context_management", None)
    return delta, {"context_management": context} if beta or context is not None else {}


def stop_reason(finished: Finished, *, called: bool, refused: bool, beta: bool) -> str:
    """The wire's word for why the answer ended, which always fits its content.

    Claude Code 2.1.329 gives up on "tool_use" without a tool_use block, and other clients end their
    loop on "end_turn" with one.
    """
    reason: FinishReason = finished.reason
    if reason == "stop_sequence" and finished.stop_sequence is None:
        reason = "stop"
    if reason == "stop" and refused:
        reason = "refusal"
    if reason == "stop" and called:
        reason = "tool_calls"
    if (reason == "tool_calls" and not called) or (reason == "compaction" and not beta):
        reason = "stop"
    return STOP_REASONS[reason]


def blocks(part: AnswerPart, seal: bytes) -> list[dict[str, Any]]:
    """The content block of a part; none where it says nothing. `seal` is for carriers."""
    match part:
        case Text(text=text, sidecar=sidecar):
            citations = citations_of(sidecar, seal)
            block = {"type": "text", "text": text, "citations": citations or None}
            return [block] if text or citations else []
        case Refusal(text=text):
            return [{"type": "text", "text": text, "citations": None}] if text else []
        case Thinking(redacted=True, sidecar=sidecar):
            return [redacted(sidecar, seal)] if sidecar else []
        case Thinking(text=text, sidecar=sidecar):
            proof = signature(text, sidecar, seal)
            return [{"type": "thinking", "thinking": text, "signature": proof}]
        case ToolCall(id=call_id, name=name, arguments=written, sidecar=sidecar):
            return [tool_use(call_id, name, sidecar) | {"input": arguments.as_object(written)}]
        case Opaque(gist=gist, sidecar=sidecar):
            if sidecar.origin.dialect == NAME:
                return [dict(sidecar.data)]
            return [{"type": "text", "text": gist, "citations": None}] if gist else []


def is_foreign_search(part: Opaque) -> bool:
    """Whether the part is a search that somebody else than Anthropic made."""
    return part.search is not None and part.sidecar.origin.dialect != NAME


def searched(part: Opaque, reply: Reply, index: int) -> tuple[dict[str, Any], ...]:
    """The two blocks of a search; `index` is that of the first.

    None where the client has offered no search and the provider tells sources only, which it does
    behind its text: Claude Code 2.1.329 takes the last block for what it prints. The text has them
    as citations.
    """
    search = part.search
    if search is None or not (search.query or search.error or _searches(reply.conversation)):
        return ()
    return search_blocks.written(search, f"{reply.id}{index:02x}", reply.seal)


def _searches(conversation: Conversation) -> bool:
    return any(
        isinstance(tool, HostedTool) and tool.kind == "web_search" for tool in conversation.tools
    )


def tool_use(call_id: str, name: str, sidecar: Sidecar | None) -> dict[str, Any]:
    """A tool_use block with an empty input."""
    caller = sidecar.towards(NAME).get("caller") if sidecar else None
    return {
        "type": "tool_use",
        "id": call_id,
        "name": name,
        "input": {},
        "caller": caller or {"type": "direct"},
    }


def signature(text: str, sidecar: Sidecar | None, seal: bytes) -> str:
    """The proof that the client keeps for us: Anthropic's own, or a carrier of another's.

    A stamp of a provider means a look-alike that does not sign as Anthropic does: its signature
    must not reach Anthropic later, so it travels in a carrier as well.
    """
    if sidecar is None:
        return carrier.pack(_UNSIGNED, text, {}, seal)
    own = sidecar.data.get("signature")
    if sidecar.origin == ORIGIN and isinstance(own, str) and own:
        return own
    return carrier.pack(sidecar.origin, text, sidecar.data, seal)


def may_end_with(sidecar: Sidecar) -> bool:
    """Whether hidden thinking may be the last block of an answer that calls no tool.

    Claude Code 2.1.329 takes the last block for what it prints: behind a text, a proof that another
    provider gives at the end (Gemini does) left the user with nothing. `AnswerLosses` tells of it.
    """
    return sidecar.origin.dialect == NAME


def _without_ending_proofs(parts: list[AnswerPart]) -> list[AnswerPart]:
    called = any(isinstance(part, ToolCall) for part in parts)
    while len(parts) > 1 and not called:
        last = parts[-1]
        if not isinstance(last, Thinking) or not last.redacted:
            break
        if last.sidecar is not None and may_end_with(last.sidecar):
            break
        parts.pop()
    return parts


def redacted(sidecar: Sidecar, seal: bytes) -> dict[str, Any]:
    """A redacted_thinking block: Anthropic's own, or one that carries another's hidden words."""
    own = sidecar.data.get("data")
    if sidecar.origin == ORIGIN and isinstance(own, str):
        return {"type": "redacted_thinking", "data": own}
    data = carrier.pack(sidecar.origin, "", sidecar.data, seal)
    return {"type": "redacted_thinking", "data": data}


def citations_of(sidecar: Sidecar | None, seal: bytes) -> list[Any]:
    """The citations of a text: Anthropic's own, or another's sources in their form."""
    found = sidecar.towards(NAME).get("citations") if sidecar else None
    if isinstance(found, list):
        return found
    return [search_blocks.cited(each, seal) for each in citations_read(sidecar)]


def refusal_text(parts: Iterable[AnswerPart]) -> str | None:
    """The words of the refusals, None where there is none."""
    words = [part.text for part in parts if isinstance(part, Refusal)]
    return "".join(words) if words else None


def _complete(answer: Answer) -> tuple[AnswerPart, ...]:
    """The parts without a tool call that the length limit cut in the middle."""
    last = answer.parts[-1] if answer.parts else None
    cut = answer.reason in ("length", "context_window") and isinstance(last, ToolCall)
    if cut and isinstance(last, ToolCall) and not arguments.is_complete(last.arguments):
        return answer.parts[:-1]
    return answer.parts


def _size(part: AnswerPart) -> int:
    match part:
        case ToolCall(arguments=written):
            return len(written)
        case Opaque():
            return 0
        case _:
            return len(part.text)
