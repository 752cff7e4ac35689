"""A thing that a request may say, in the words of each wire, and what becomes of it in a pair.

A cell of the table is one feature between one client's wire and one provider's. It is never written
by hand: the case is run, and what the provider's wire holds afterwards decides.
"""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.core.failure import Refused
from app.core.loss import Loss
from app.core.traits import Target
from app.dialects.base import ClientCall
from tests.dialects.pairs.pattern import says
from tests.dialects.pairs.wires import CAPABLE, DIALECTS, PATHS, SMALLEST


class Verdict(StrEnum):
    """What became of a feature."""

    CARRIED = "carried"
    CHANGED = "changed"  # said in another form, or in part
    LOST = "lost"
    REFUSED = "refused"
    SILENT = "silent"  # gone without a word: a bug
    UNSAYABLE = "unsayable"  # the client's wire has no such thing


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing to say.

    `asks` are fields of a request by the client's wire, on top of the smallest one; a wire that is
    not in it cannot say the thing. `carried` is what a provider's wire holds where it says the
    same, `instead` what it holds where it says it otherwise: patterns of `says`, each tuple's all
    together. `headers` are the client's. `own` is the verdict between a client and a provider of
    one wire, where it is not that all is carried.
    """

    id: str
    title: str
    chinese: str
    asks: Mapping[str, Mapping[str, Any]]
    carried: Mapping[str, Any] = field(default_factory=dict)
    instead: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    own: Verdict = Verdict.CARRIED


@dataclass(frozen=True, slots=True)
class Cell:
    """What became of a feature in a pair, what was told of it, and the provider's request."""

    verdict: Verdict
    losses: tuple[Loss, ...] = ()
    refusal: str = ""
    body: Any = None


def request(client: str, fields: Mapping[str, Any], headers: Mapping[str, str]) -> ClientCall:
    """The client's call with these fields."""
    body = {**SMALLEST[client], **fields}
    return ClientCall(json.dumps(body).encode(), headers, path=PATHS[client])


def cell(feature: Feature, client: str, target: Target) -> Cell:
    """Run the case."""
    if client not in feature.asks:
        return Cell(Verdict.UNSAYABLE)
    provider = target.dialect
    try:
        call = request(client, feature.asks[client], feature.headers)
        conversation = DIALECTS[client].decode_request(call)
        wire = DIALECTS[provider].encode_request(conversation, target)
    except Refused as refused:
        return Cell(Verdict.REFUSED, refusal=refused.failure.message)
    body = {"_headers": dict(wire.headers), "_path": wire.path, **json.loads(wire.body)}
    losses = tuple(loss for loss in wire.losses if loss not in usual(client, target))
    told = any(loss.weight != "marker" for loss in losses)
    if provider in feature.carried and _all(body, feature.carried[provider]):
        return Cell(Verdict.CHANGED if told else Verdict.CARRIED, losses, body=body)
    if provider in feature.instead and _all(body, feature.instead[provider]):
        return Cell(Verdict.CHANGED, losses, body=body)
    return Cell(Verdict.LOST if losses else Verdict.SILENT, losses, body=body)


def _all(body: Any, pattern: Any) -> bool:
    wanted = pattern if isinstance(pattern, tuple) else (pattern,)
    return all(says(body, each) for each in wanted)


@functools.cache
def usual(client: str, target: Target) -> tuple[Loss, ...]:
    """The losses of the smallest request, which are no feature's."""
    conversation = DIALECTS[client].decode_request(request(client, {}, {}))
    return DIALECTS[target.dialect].encode_request(conversation, target).losses


def capable(feature: Feature, client: str, provider: str) -> Cell:
    """The cell with a provider that offers what its wire can say."""
    return cell(feature, client, CAPABLE[provider])
