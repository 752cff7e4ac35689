"""Answers in memory, a bounded number of bytes of them."""

from collections import Counter, OrderedDict

from app.storage.records import KeptResponse

_Name = tuple[str, str]
# What an answer takes beside its words.
_OVERHEAD_BYTES = 1000


class Shelf:
    """The answers that were used last, each under the client key that it belongs to.

    Going on from an answer uses all that is before it. Times are seconds of any clock.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[_Name, tuple[KeptResponse, float]] = OrderedDict()
        self._items: dict[_Name, str] = {}
        self._sizes = Counter[str]()  # by key

    @property
    def size(self) -> int:
        """Bytes that all of them take."""
        return self._sizes.total()

    def keep(
        self, kept: KeptResponse, now: float, limit: int, since: float = float("-inf")
    ) -> None:
        """Take an answer; others leave while all take more than `limit` bytes.

        First those that were not used since `since`. Then it is the key with the most that loses
        what it used longest ago: what one client keeps costs no other one its conversation.
        """
        if kept.size + _OVERHEAD_BYTES > limit:
            return
        name = (kept.key_id, kept.id)
        self._drop(name)
        self._kept[name] = (kept, now)
        self._sizes[kept.key_id] += kept.size + _OVERHEAD_BYTES
        for item in kept.items:
            self._items[kept.key_id, item] = kept.id
        if kept.previous:
            self.chain(kept.key_id, kept.previous, now)
        while self.size > limit:
            oldest = next(iter(self._kept))
            if self._kept[oldest][1] < since:
                self._drop(oldest)
                continue
            [(most, _)] = self._sizes.most_common(1)
            self._drop(next(name for name in self._kept if name[0] == most))

    def chain(
        self, key_id: str, response_id: str, now: float, since: float = float("-inf")
    ) -> list[KeptResponse]:
        """The answer and what it goes on from, the newest first, as far as it is here.

        Only what was used at `since` or later counts; it is used `now`.
        """
        found: list[KeptResponse] = []
        seen = set[str]()
        while response_id and response_id not in seen:
            seen.add(response_id)
            kept, used = self._kept.get((key_id, response_id), (None, 0.0))
            if kept is None or used < since:
                break
            found.append(kept)
            response_id = kept.previous
        for kept in found:  # the beginning is used last, and so outlives what came after it
            name = (key_id, kept.id)
            self._kept[name] = (kept, now)
            self._kept.move_to_end(name)
        return found

    def holds(self, key_id: str, response_id: str) -> bool:
        """Whether the answer is here."""
        return (key_id, response_id) in self._kept

    def holding(self, key_id: str, item_id: str, since: float) -> KeptResponse | None:
        """The answer in which this output item stands."""
        response_id = self._items.get((key_id, item_id), "")
        kept, used = self._kept.get((key_id, response_id), (None, 0.0))
        return kept if used >= since else None

    def forget(self, key_id: str, response_id: str) -> KeptResponse | None:
        """The answer, which is gone from now on; None where there was none."""
        return self._drop((key_id, response_id))

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._items.clear()
        self._sizes.clear()

    def _drop(self, name: _Name) -> KeptResponse | None:
        kept, _ = self._kept.pop(name, (None, 0.0))
        if kept is None:
            return None
        self._sizes[kept.key_id] -= kept.size + _OVERHEAD_BYTES
        if not self._sizes[kept.key_id]:
            del self._sizes[kept.key_id]
        for item in kept.items:
            if self._items.get((name[0], item)) == kept.id:
                del self._items[name[0], item]
        return kept
