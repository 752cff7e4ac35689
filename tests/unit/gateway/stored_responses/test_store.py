"""Answers are found again: in memory, on disk, on their own connection, by their own key."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from app.core.failure import FailureKind, Refused
from app.gateway.stored_responses import store as stores
from app.gateway.stored_responses.shelf import Shelf
from app.gateway.stored_responses.store import ResponseStore, Told
from app.settings.schema import ResponseSettings
from app.storage.failure import DatabaseError, Fault
from app.storage.records import KeptResponse

MEMORY, DISK = ResponseSettings(), ResponseSettings(keep="disk")
OFF = ResponseSettings(keep="off")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Drawer:
    """An archive in memory."""

    shared = False

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], KeptResponse] = {}
        self.fails = False

    def keep(self, kept: KeptResponse, now_ms: int) -> None:
        del now_ms
        self.kept[kept.key_id, kept.id] = kept

    def chain(self, key_id: str, response_id: str, since_ms: int) -> list[KeptResponse]:
        del since_ms
        self._look()
        found: list[KeptResponse] = []
        while one := self.kept.get((key_id, response_id)):
            found.append(one)
            response_id = one.previous
        return found

    def holding(
        self, key_id: str, items: Sequence[str], since_ms: int
    ) -> Mapping[str, KeptResponse]:
        del since_ms
        self._look()
        return {
            item: one
            for one in self.kept.values()
            for item in items
            if one.key_id == key_id and item in one.items
        }

    def forget(self, key_id: str, response_id: str) -> bool:
        self._look()
        return self.kept.pop((key_id, response_id), None) is not None

    def _look(self) -> None:
        if self.fails:
            raise DatabaseError(Fault.LOCKED, "The database is away.")


def body(said: Any, previous: str | None = None, **fields: Any) -> bytes:
    link = {} if previous is None else {"previous_response_id": previous}
    return json.dumps({"model": "m", "input": said, **link, **fields}).encode()


def answer(name: str, said: str = "Yes") -> bytes:
    item = {"type": "message", "id": f"msg_{name}", "role": "assistant", "content": said}
    whole = {"id": name, "status": "completed", "output": [item], "store": True}
    return json.dumps(whole).encode()


class Client:
    """A key that asks through a store."""

    def __init__(self, store: ResponseStore, policy: ResponseSettings = MEMORY) -> None:
        self.store = store
        self.policy = policy
        self.local: Shelf | None = None
        self.key = "k"

    async def told(self, request: bytes) -> Told:
        return await self.store.told(self.key, request, self.policy, self.local)

    async def turn(self, request: bytes, name: str, provider: str = "") -> Told:
        told = await self.told(request)
        self.store.keep(
            self.key, told, answer(name), self.policy, provider=provider, local=self.local
        )
        return told

    async def words(self, request: bytes) -> list[str]:
        told = await self.told(request)
        return [item.get("content", item.get("id")) for item in json.loads(told.body)["input"]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> ResponseStore:
    return ResponseStore(clock)


async def test_a_request_that_points_at_nothing_is_the_same_bytes(store: ResponseStore) -> None:
    request = body("Hi")
    told = await Client(store).told(request)
    assert told.body is request
    assert told.complete


async def test_a_conversation_goes_on_from_each_of_its_answers(store: ResponseStore) -> None:
    client = Client(store)
    await client.turn(body("One"), "resp_1")
    await client.turn(body("Two", "resp_1"), "resp_2")
    assert await client.words(body("Three", "resp_2")) == ["One", "Yes", "Two", "Yes", "Three"]
    assert await client.words(body("Fork", "resp_1")) == ["One", "Yes", "Fork"]
    found = await store.response("k", "resp_2", MEMORY)
    assert found is not None
    assert json.loads(found.input) == [{"role": "user", "content": "Two"}]  # its own turn alone


async def test_what_is_kept_grows_with_what_is_said_and_not_with_its_square(
    store: ResponseStore,
) -> None:
    client = Client(store)
    previous = None
    for number in range(60):
        await client.turn(body("x" * 1000, previous), f"resp_{number}")
        previous = f"resp_{number}"
    assert store._shelf.size < 60 * 2500


async def test_another_s_an_unknown_and_an_old_answer_leave_the_request_as_it_is(
    store: ResponseStore, clock: Clock
) -> None:
    client = Client(store)
    await client.turn(body("One"), "resp_1")
    other = Client(store)
    other.key = "other"
    for asking, name in ((other, "resp_1"), (client, "resp_9")):
        told = await asking.told(body("Two", name))
        assert told.body == body("Two", name)
        assert not told.complete
    clock.now += 24 * 3600 - 1
    assert len(await client.words(body("Two", "resp_1"))) == 3  # which uses it
    clock.now += 24 * 3600 - 1
    assert len(await client.words(body("Two", "resp_1"))) == 3
    clock.now += 24 * 3600 + 1
    assert not (await client.told(body("Two", "resp_1"))).complete


async def test_references_become_their_items_and_unknown_ones_stay(store: ResponseStore) -> None:
    client = Client(store)
    await client.turn(body("One"), "resp_1")
    points = [{"type": "item_reference", "id": f"msg_resp_{n}"} for n in (1, 9)]
    told = await client.told(body(points))
    items = json.loads(told.body)["input"]
    assert items == [json.loads(answer("resp_1"))["output"][0], points[1]]
    assert not told.complete
    await client.turn(body([points[0], {"role": "user", "content": "Two"}]), "resp_2")
    found = await store.response("k", "resp_2", MEMORY)
    assert found is not None
    assert b"item_reference" not in found.input


@pytest.mark.parametrize("policy", [MEMORY, OFF, DISK])
async def test_nothing_is_kept_where_the_client_or_the_settings_say_so(
    store: ResponseStore, policy: ResponseSettings
) -> None:
    drawer = Drawer()
    store.attach(drawer)
    client = Client(store, policy)
    await client.turn(body("One", store=policy is OFF), "resp_1")
    assert await store.response("k", "resp_1", MEMORY) is None
    assert drawer.kept == {}


async def test_what_was_kept_is_forgotten_where_that_is_switched_off(store: ResponseStore) -> None:
    await Client(store).turn(body("One"), "resp_1")
    await Client(store, OFF).told(body("Two"))
    assert await store.response("k", "resp_1", MEMORY) is None


async def test_the_provider_that_holds_it_is_known(store: ResponseStore) -> None:
    client = Client(store)
    await client.turn(body("One"), "resp_1", provider="p")
    request = body("Two", "resp_1")
    told = await client.told(request)
    assert (told.holder, told.original) == ("p", request)
    assert len(json.loads(told.body)["input"]) == 3
    await client.turn(request, "resp_2", provider="")
    assert (await client.told(body("Three", "resp_2"))).holder == ""
    mixed = body([{"type": "item_reference", "id": f"msg_resp_{n}"} for n in (1, 2)])
    assert (await client.told(mixed)).holder == ""


async def test_a_connection_remembers_what_nobody_is_to_store(store: ResponseStore) -> None:
    client = Client(store)
    client.local = Shelf()
    await client.turn(body("One", store=False), "resp_1", provider="p")
    told = await client.turn(body("Two", "resp_1", store=False), "resp_2", provider="p")
    assert told.holder == ""  # the provider does not store it either
    assert len(await client.words(body("Three", "resp_2"))) == 5
    assert not (await Client(store).told(body("Three", "resp_2"))).complete


async def test_a_stored_answer_has_all_of_what_only_its_connection_knew(
    store: ResponseStore,
) -> None:
    client = Client(store)
    client.local = Shelf()
    await client.turn(body("One", store=False), "resp_1")
    await client.turn(body("Two", "resp_1"), "resp_2")
    words = await Client(store).words(body("Three", "resp_2"))
    assert words == ["One", "Yes", "Two", "Yes", "Three"]


async def test_what_left_memory_is_read_from_disk(store: ResponseStore, clock: Clock) -> None:
    drawer = Drawer()
    store.attach(drawer)
    client = Client(store, DISK)
    await client.turn(body("One"), "resp_1")
    await client.turn(body("Two", "resp_1"), "resp_2")
    again = ResponseStore(clock)
    again.attach(drawer)
    client.store = again
    assert await client.words(body("Three", "resp_2")) == ["One", "Yes", "Two", "Yes", "Three"]
    await client.turn(body("Three", "resp_2"), "resp_3")  # now the newest alone is in memory
    assert len(await client.words(body("Four", "resp_3"))) == 7
    points = [{"type": "item_reference", "id": "msg_resp_1"}]
    assert (await client.told(body(points))).complete
    assert await again.forget("k", "resp_3", DISK) is not None
    assert await again.forget("k", "resp_3", DISK) is None
    assert ("k", "resp_3") not in drawer.kept


async def test_a_disk_that_fails_is_no_failure_of_the_request(
    store: ResponseStore, caplog: pytest.LogCaptureFixture
) -> None:
    drawer = Drawer()
    store.attach(drawer)
    drawer.fails = True
    client = Client(store, DISK)
    points = [{"type": "item_reference", "id": "msg_x"}]
    assert not (await client.told(body(points, "resp_1"))).complete
    assert "kept answers cannot be read" in caplog.text
    with pytest.raises(DatabaseError):
        await store.forget("k", "resp_1", DISK)


async def test_another_gateway_s_answer_may_come_a_moment_later(store: ResponseStore) -> None:
    drawer = Drawer()
    drawer.shared = True
    asked: list[str] = []

    def late(key_id: str, response_id: str, since_ms: int) -> list[KeptResponse]:
        asked.append(response_id)
        if len(asked) == 2:
            drawer.keep(KeptResponse("k", "resp_1", b"[]", answer("resp_1")), 0)
        return Drawer.chain(drawer, key_id, response_id, since_ms)

    drawer.chain = late  # type: ignore[method-assign]  # the one that is asked
    store.attach(drawer)
    assert (await Client(store, DISK).told(body("Two", "resp_1"))).complete
    assert len(asked) == 2


async def test_a_disk_that_never_comes_is_waited_for_once(
    store: ResponseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "_OPENING_SECONDS", 0.01)
    for _ in range(2):
        assert not (await Client(store, DISK).told(body("Two", "resp_0"))).complete
        monkeypatch.setattr(stores, "_OPENING_SECONDS", 60.0)


async def test_a_server_that_has_just_started_waits_for_its_disk(store: ResponseStore) -> None:
    drawer = Drawer()
    client = Client(store, DISK)
    await client.turn(body("One"), "resp_1")
    assert drawer.kept == {}
    asking = asyncio.ensure_future(client.told(body("Two", "resp_0")))
    await asyncio.sleep(0)
    drawer.keep(KeptResponse("k", "resp_0", b"[]", answer("resp_0")), 0)
    store.attach(drawer)
    assert (await asking).complete
    assert set(drawer.kept) == {("k", "resp_0"), ("k", "resp_1")}


@pytest.mark.parametrize("stored", [True, False])
async def test_a_provider_that_gives_every_answer_the_same_id_loses_nothing(
    store: ResponseStore, stored: bool
) -> None:
    client = Client(store)
    client.local = Shelf()
    await client.turn(body("One", store=stored), "resp_1")
    await client.turn(body("Two", "resp_1", store=stored), "resp_1")
    words = ["One", "Yes", "Two", "Yes", "Three"]
    assert await client.words(body("Three", "resp_1")) == words


@pytest.mark.parametrize("by", ["items", "a chain"])
async def test_a_request_that_points_at_too_much_is_refused(
    store: ResponseStore, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    client = Client(store)
    await client.turn(body("One"), "resp_1")
    reference = {"type": "item_reference", "id": "msg_resp_1"}
    said = body([reference] * 200) if by == "items" else body("x" * 12_000, "resp_1")
    assert (await client.told(said)).complete
    monkeypatch.setattr(stores, "LONGEST_BYTES", 12_100)
    with pytest.raises(Refused) as refused:
        await client.told(said)
    assert refused.value.failure.kind is FailureKind.TOO_LARGE


async def test_many_connections_remember_little_each(
    store: ResponseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "ALL_LOCAL_BYTES", 3_000_000)
    one, other = Client(store), Client(store)
    one.local, other.local = store.local(), store.local()
    for number in range(4):
        for client in (one, other):
            await client.turn(body("x" * 900_000, store=False), f"resp_{number}")
    assert one.local.size + other.local.size < 5_000_000
    assert (await other.told(body("More", "resp_3"))).complete
    one.local = None
    await other.turn(body("x" * 900_000, store=False), "resp_4")
    assert other.local.size > 2_000_000
