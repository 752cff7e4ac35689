"""A thing that a provider may answer, in the words of each wire, and what the client gets of it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.core.conversation import Conversation
from app.core.events import Failed
from app.core.failure import Failure
from app.core.traits import Target
from app.dialects.answer_losses import AnswerLosses
from app.dialects.base import ClientCall, Reply, WireRequest
from tests.dialects.pairs.feature import Cell, Verdict, request
from tests.dialects.pairs.pattern import says
from tests.dialects.pairs.wires import CAPABLE, CHAT, DIALECTS, GEMINI, MESSAGES, PATHS, RESPONSES
from tests.dialects.thinking_clients import (
    ChatClient,
    Client,
    GeminiClient,
    MessagesClient,
    ResponsesClient,
)

_CLIENTS: Mapping[str, Callable[[], Client]] = {
    MESSAGES: MessagesClient,
    CHAT: ChatClient,
    RESPONSES: ResponsesClient,
    GEMINI: lambda: GeminiClient(thoughts=False),  # as Gemini CLI
}


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """A provider's answer that is an error."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerFeature:
    """One thing to answer.

    `told` are whole answers, or errors, by the provider's wire; a wire that is not in it cannot say
    the thing. `seen` is what a client's wire holds where it reads the same, `instead` what it holds
    where it reads it otherwise. `asks` are fields of the client's request. Where there is a `back`,
    the client answers with what it was told, as client programs do, and the provider's wire holds
    that then.
    """

    id: str
    title: str
    chinese: str
    told: Mapping[str, Mapping[str, Any] | ErrorAnswer]
    seen: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[str, Any] = field(default_factory=dict)
    asks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    back: Mapping[str, Any] = field(default_factory=dict)


def answered(feature: AnswerFeature, client: str, provider: str) -> Cell:
    """Run the case."""
    if provider not in feature.told:
        return Cell(Verdict.UNSAYABLE)
    told = feature.told[provider]
    asked = DIALECTS[client].decode_request(request(client, feature.asks.get(client, {}), {}))
    if isinstance(told, ErrorAnswer):
        losses: tuple[Any, ...] = ()
        failure = DIALECTS[provider].decode_error(
            told.status, told.headers, json.dumps(told.body).encode()
        )
        body = _error(failure, client)
    else:
        target = CAPABLE[provider]
        sent = WireRequest("", b"", target, stream=False)
        events = DIALECTS[provider].decode_response(json.dumps(told).encode(), sent)
        losses = tuple(AnswerLosses(client).take(events))
        last = events[-1]
        if isinstance(last, Failed):
            body = _error(last.failure, client)
        else:
            body = json.loads(DIALECTS[client].encode_response(events, _reply(asked)))
    if feature.back:
        returned = _returned(client, body, CAPABLE[provider])
        kept = _all(returned, feature.back[provider])
        return Cell(Verdict.CARRIED if kept else Verdict.SILENT, losses, body=returned)
    if client in feature.seen and _all(body, feature.seen[client]):
        verdict = Verdict.CHANGED if losses else Verdict.CARRIED
    elif client in feature.instead and _all(body, feature.instead[client]):
        verdict = Verdict.CHANGED
    else:
        verdict = Verdict.LOST if losses else Verdict.SILENT
    return Cell(verdict, losses, body=body)


def _returned(client: str, told: Any, target: Target) -> Any:
    """The provider's request of the next turn, which the client made out of what it was told."""
    asking = _CLIENTS[client]()
    asking.body()
    asking.take(told)
    said = asking.body()
    call = ClientCall(json.dumps(said).encode(), path=PATHS[client])
    wire = DIALECTS[target.dialect].encode_request(DIALECTS[client].decode_request(call), target)
    return json.loads(wire.body)


def _reply(asked: Conversation) -> Reply:
    return Reply(asked, "r1", 1, 5)


def _error(failure: Failure, client: str) -> dict[str, Any]:
    wire = DIALECTS[client].encode_error(replace(failure, provider="capable"), "req_1")
    return {"_status": wire.status, "_headers": dict(wire.headers), **json.loads(wire.body)}


def _all(body: Any, pattern: Any) -> bool:
    wanted = pattern if isinstance(pattern, tuple) else (pattern,)
    return all(says(body, each) for each in wanted)
