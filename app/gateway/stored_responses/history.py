"""The words that a request only points at, put into their places."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.dialects.wire_json import dump, load
from app.storage.records import KeptResponse

Json = dict[str, Any]

_POINTERS = (b'"previous_response_id"', b'"item_reference"')
_NOT_STORED = re.compile(rb'"store"\s*:\s*false')
# Answers from which a client may go on.
_ENDED = ("completed", "incomplete")


class TooLongError(Exception):
    """What a request points at is more than may be put into its place."""


@dataclass(frozen=True, slots=True)
class Pointers:
    """What a request points at: an answer, "" for none, and items by their ids."""

    previous: str = ""
    items: tuple[str, ...] = ()


def points(body: bytes) -> bool:
    """Whether a request may point at anything; told without reading it."""
    return any(pointer in body for pointer in _POINTERS)


def pointers(request: Mapping[str, Any]) -> Pointers:
    """What the request points at."""
    previous = request.get("previous_response_id")
    items = (
        item["id"]
        for item in items_of(request.get("input"))
        if _is_reference(item) and isinstance(item.get("id"), str)
    )
    return Pointers(previous if isinstance(previous, str) else "", tuple(items))


def items_of(value: Any) -> list[Any]:
    """The items of an `input`; a text alone is a message of the user's."""
    if isinstance(value, list):
        return value
    return [{"role": "user", "content": value}] if isinstance(value, str) else []


def said(chain: Sequence[KeptResponse]) -> list[Any]:
    """Everything that was said up to an answer, itself included; `chain` is the newest first."""
    items: list[Any] = []
    for kept in reversed(chain):
        items += load(kept.input)
        items += output_of(kept)
    return items


def output_of(kept: KeptResponse) -> list[Any]:
    """The items of the answer."""
    output: list[Any] = load(kept.response)["output"]
    return output


def resolved(items: Sequence[Any], holders: Mapping[str, KeptResponse], room: int) -> list[Any]:
    """The items, and in the place of each that is a reference the item that it means.

    One that nobody here holds stays: a provider that holds it may be asked. Raises `TooLongError`
    where what they mean takes more than `room` bytes: a reference is short, whatever it means.
    """
    found: dict[str, Any] = {}
    for kept in {kept.id: kept for kept in holders.values()}.values():
        found |= {item["id"]: item for item in output_of(kept) if isinstance(item.get("id"), str)}
    sizes: dict[str, int] = {}
    whole: list[Any] = []
    for item in items:
        name = item["id"] if _is_reference(item) and isinstance(item.get("id"), str) else None
        if name is None or name not in found:
            whole.append(item)
            continue
        if name not in sizes:
            sizes[name] = len(dump(found[name]))
        room -= sizes[name]
        if room < 0:
            raise TooLongError
        whole.append(found[name])
    return whole


def with_history(request: Json, items: Sequence[Any]) -> bytes:
    """The request with all of its conversation in its own `input`."""
    rest = {name: value for name, value in request.items() if name != "previous_response_id"}
    return dump({**rest, "input": list(items)})


def record(
    key_id: str, items: Sequence[Any], answer: bytes, provider: str = ""
) -> KeptResponse | None:
    """What is kept of an answer to a request that said `items`.

    `answer` is the whole one, or the event that closed its stream. `provider` keeps it, too, if it
    says so: many that speak Responses store nothing, and some of them take any id for a new
    conversation. None where the answer did not end, or cannot be read.
    """
    try:
        value = load(answer)
        response: Json = value.get("response", value)
        if response["status"] not in _ENDED:
            return None
        output: list[Json] = response["output"]
        ids = tuple(item["id"] for item in output if isinstance(item.get("id"), str))
        holder = provider if response.get("store") is True else ""
        name = str(response["id"])
        return KeptResponse(key_id, name, dump(items), dump(response), "", holder, ids)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def may_be_stored(body: bytes) -> bool:
    """Whether the client has not asked for the contrary."""
    return _NOT_STORED.search(body) is None


def listed(response_id: str, items: Sequence[Any]) -> list[Json]:
    """Items of an `input` as OpenAI lists them: each with an id, a message with parts."""
    shown: list[Json] = []
    for place, item in enumerate(items):
        if not isinstance(item, dict):
            continue
        kind = item.get("type") or "message"
        told = {"id": _made_id(response_id, place), **item, "type": kind}
        if told["id"] is None:
            told["id"] = _made_id(response_id, place)
        content = told.get("content")
        if kind == "message" and isinstance(content, str):
            assistant = told.get("role") == "assistant"
            part: Json = {"type": "output_text" if assistant else "input_text", "text": content}
            told["content"] = [{**part, "annotations": []} if assistant else part]
        if kind == "message":
            told.setdefault("status", "completed")
        shown.append(told)
    return shown


def _is_reference(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "item_reference"


def _made_id(response_id: str, place: int) -> str:
    return "msg_" + hashlib.sha256(f"{response_id}\n{place}".encode()).hexdigest()[:32]
