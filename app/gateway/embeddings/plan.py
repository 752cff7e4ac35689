"""What is sent for one request to one provider: its batches, or the client's own bytes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.failure import Failure, FailureKind, Refused
from app.core.loss import Loss
from app.core.traits import Target
from app.dialects.base import WireRequest
from app.dialects.embeddings.batches import batches
from app.dialects.embeddings.forms import FORMS
from app.dialects.embeddings.wire import Api, Content, EmbeddingRequest, EmbeddingTraits, Input
from app.dialects.wire_json import dump_text
from app.gateway.outcome import Lane
from app.gateway.splice import Peeked, spliced
from app.providers.provider import Provider
from app.tokens import token_arrays


@dataclass(frozen=True, slots=True)
class Batch:
    """One call of the provider, for so many of the inputs."""

    wire: WireRequest
    inputs: int


@dataclass(frozen=True, slots=True)
class Plan:
    """All the calls for one request, in the order of its inputs.

    On the lane "verbatim" there is one, with the client's own bytes but for the model's name.
    """

    api: Api
    batches: tuple[Batch, ...]
    lane: Lane
    losses: tuple[Loss, ...] = ()


async def plan(
    request: EmbeddingRequest,
    peeked: Peeked,
    provider: Provider,
    model: str,
    traits: EmbeddingTraits,
) -> Plan:
    """How `model` of `provider`, which takes what `traits` say, is asked.

    Raises `Refused` for an input that it cannot be given.
    """
    form = FORMS[traits.api]
    inputs, losses = await asyncio.to_thread(as_taken, request, traits)
    places = batches(len(inputs), traits.inputs, await _sizes(inputs, traits), traits.tokens)
    target = Target(provider.name, provider.dialect, model)
    untouched = (
        traits.api == request.form == "openai"
        and len(places) == 1
        and inputs == request.inputs
        and (traits.base64 or b"encoding_format" not in peeked.body)
    )
    if untouched:
        wire = WireRequest("embeddings", spliced(peeked, model), target, stream=False)
        return Plan(traits.api, (Batch(wire, len(inputs)),), "verbatim")
    made: list[Batch] = []
    for place in places:
        part = form.encode(request, inputs[place.start : place.stop], model, traits)
        wire = WireRequest(part.path, part.body, target, stream=False)
        made.append(Batch(wire, len(place)))
        if len(made) == 1:  # the options are the same in all of them
            losses += part.losses
    return Plan(traits.api, tuple(made), "translated", losses)


def as_taken(
    request: EmbeddingRequest, traits: EmbeddingTraits
) -> tuple[tuple[Input, ...], tuple[Loss, ...]]:
    """The inputs as the provider takes them: arrays of tokens become texts where it must be.

    Raises `Refused` (BAD_REQUEST) for an array that is no text. May load a vocabulary: not for the
    event loop.
    """
    if traits.token_arrays and traits.api == "openai":
        return request.inputs, ()
    found: list[Input] = []
    losses: list[Loss] = []
    for at, each in enumerate(request.inputs):
        if not isinstance(each, tuple):
            found.append(each)
            continue
        where = "input" if request.single else f"input[{at}]"
        try:
            text, exact = token_arrays.text_of(each)
        except token_arrays.NotTokensError as error:
            message = f"Invalid '{where}': {error}, and this provider takes texts only."
            failure = Failure(FailureKind.BAD_REQUEST, message, param=where, retryable=False)
            raise Refused(failure) from None
        if not exact:
            note = "the tokens end within a character, which became U+FFFD"
            losses.append(Loss("tokens", where, "content", note))
        found.append(text)
    return tuple(found), tuple(losses)


def size_of(value: Input) -> int:
    """A size of an input that its tokens never exceed: bytes of a text, tokens as they are."""
    if isinstance(value, tuple):
        return len(value)
    if isinstance(value, Content):
        value = value.text if value.text is not None else value.fields
    text = value if isinstance(value, str) else dump_text(value)
    return len(text.encode("utf-8", "replace"))


async def _sizes(inputs: Sequence[Input], traits: EmbeddingTraits) -> list[int] | None:
    """The tokens of each input, None where they are within the limit without being counted."""
    if traits.tokens is None:
        return None
    # No vocabulary makes more tokens of a text than it has bytes.
    most = [size_of(each) for each in inputs]
    if sum(most) <= traits.tokens:
        return None
    places = [at for at, each in enumerate(inputs) if isinstance(each, str)]
    texts = [each for each in inputs if isinstance(each, str)]
    for at, size in zip(places, await asyncio.to_thread(token_arrays.sizes, texts), strict=True):
        most[at] = size
    return most
