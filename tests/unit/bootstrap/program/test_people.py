"""Users, keys and budgets that hold at the next request."""

import pytest

from app.desktop.program.failure import ProgramError
from app.desktop.program.notices import NoticeKind
from app.desktop.program.people import KeyTerms
from tests.fakes.heard import hearing
from tests.fakes.upstream import FakeUpstream
from tests.unit.bootstrap.program.conftest import Open, provider

DEMO = '[providers.demo]\npreset = "demo"\n'


async def test_a_new_key_opens_at_once_and_a_revoked_one_does_not(open_program: Open) -> None:
    opened = await open_program(DEMO)
    people = opened.program.people
    user = await people.add_user("Lin", "lin@example.com", "Laptop and desk")
    minted = await people.add_key("laptop", user.id, KeyTerms(requests_per_minute=60))
    assert await opened.ask("demo/demo", key=minted.token) == 200
    assert minted.token not in str(minted)
    await people.set_key_active(minted.key.id, False)
    assert await opened.ask("demo/demo", key=minted.token) == 401
    await people.set_key_active(minted.key.id, True)
    await people.set_user_active(user.id, False)
    assert await opened.ask("demo/demo", key=minted.token) == 401


async def test_users_and_keys_are_listed_and_changed(open_program: Open) -> None:
    people = (await open_program()).program.people
    sam = await people.add_user("sam")
    lin = await people.add_user("Lin")
    assert [user.name for user in await people.users()] == ["Lin", "sam"]
    assert (await people.update_user(sam.id, "Sam", "", "Back in March")).note == "Back in March"
    first = (await people.add_key("one", lin.id, KeyTerms())).key
    second = (await people.add_key("two", "", KeyTerms())).key
    assert {key.id for key in await people.keys()} == {first.id, second.id}
    assert [key.id for key in await people.keys(lin.id)] == [first.id]
    changed = await people.update_key(first.id, "uno", KeyTerms(concurrency=2))
    assert (changed.name, changed.concurrency) == ("uno", 2)


async def test_every_change_is_told(open_program: Open) -> None:
    people = (await open_program()).program.people
    async with hearing(people.changed):
        await people.add_user("Lin")


async def test_what_cannot_be_names_its_field(open_program: Open) -> None:
    people = (await open_program()).program.people
    await people.add_user("Lin")
    for wrong, field in (
        (people.add_user("Lin"), "name"),
        (people.add_user(" "), "name"),
        (people.add_user("Sam", email="nobody"), "email"),
        (people.add_key("k", "usr_gone", KeyTerms()), "user_id"),
        (people.add_key("k", "", KeyTerms(profile="gone")), "profile"),
        (people.add_key("k", "", KeyTerms(requests_per_minute=-1)), "requests_per_minute"),
        (people.add_budget("profile", "gone", "day", 1, False), "subject"),
        (people.add_budget("profile", "default", "day", 0, False), "limit"),
    ):
        with pytest.raises(ProgramError) as caught:
            await wrong
        assert caught.value.field == field


async def test_a_hard_budget_stops_the_next_request_and_is_told(open_program: Open) -> None:
    prices = "prices.fake-model = { input = 1000.0, output = 1000.0 }\n"
    async with FakeUpstream() as upstream:
        opened = await open_program(provider("p", upstream.url) + prices)
        people = opened.program.people
        budget = await people.add_budget("profile", "default", "day", 10_000, True)
        told = opened.program.notices.told
        async with hearing(told, lambda notice: notice.kind is NoticeKind.BUDGET) as heard:
            await opened.asked("p/fake-model")
        assert dict(heard[-1].values)["percent"] == "100"
        assert heard[-1].subject == budget.id
        assert await opened.ask("p/fake-model") != 200
        await opened.host._core.flushed()
        (state,) = await people.budgets()
        assert (state.subject_name, state.spent_micros) == ("default", 16_000)
        await people.update_budget(budget.id, 1_000_000, True, True)
        assert await opened.ask("p/fake-model") == 200


async def test_a_new_budget_begins_with_what_was_spent_already(open_program: Open) -> None:
    prices = "prices.fake-model = { input = 1000.0, output = 1000.0 }\n"
    async with FakeUpstream() as upstream:
        opened = await open_program(provider("p", upstream.url) + prices)
        await opened.asked("p/fake-model")
        people = opened.program.people
        budget = await people.add_budget("provider", "p", "month", 50_000, False)
        (state,) = await people.budgets()
        assert state.spent_micros == 16_000
        await people.remove_budget(budget.id)
        assert await people.budgets() == []
