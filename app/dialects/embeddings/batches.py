"""A request's inputs, cut into batches that a provider takes."""

from collections.abc import Sequence


def batches(
    count: int, limit: int | None, sizes: Sequence[int] | None, room: int | None
) -> tuple[range, ...]:
    """The places of `count` inputs, in order and each in exactly one batch.

    A batch has `limit` inputs at most, and where `sizes` tells the tokens of each, `room` tokens at
    most. An input that is larger by itself goes alone: the provider refuses it in its own words.
    """
    found: list[range] = []
    start = used = 0
    for at in range(count):
        size = sizes[at] if sizes is not None else 0
        full = limit is not None and at - start >= limit
        heavy = room is not None and at > start and used + size > room
        if full or heavy:
            found.append(range(start, at))
            start, used = at, 0
        used += size
    if count > start:
        found.append(range(start, count))
    return tuple(found)
