from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.desktop.presenters.editing import Undo
from app.desktop.presenters.people import KeyStanding, PeoplePresenter
from app.desktop.program.failure import ProgramError
from app.desktop.program.people import KeyTerms
from app.settings import change
from app.settings.schema import Profile
from tests.fakes.program import FakeConfiguration, FakePeople, fake_program, sample
from tests.fakes.program.server import CLIENT_KEY


class Desk:
    def __init__(self) -> None:
        self.people = FakePeople()
        self.configuration = FakeConfiguration()
        self.presenter = PeoplePresenter(
            fake_program(people=self.people, configuration=self.configuration),
            now_ms=lambda: sample.NOW_MS,
        )
        self.offered: list[Undo] = []
        self.copied: list[str] = []
        self.added: list[str] = []
        self.failures: list[str] = []
        self.presenter.undoable.connect(self.offered.append)
        self.presenter.to_copy.connect(self.copied.append)
        self.presenter.added.connect(self.added.append)
        self.presenter.failed.connect(self.failures.append)

    async def read(self) -> None:
        self.presenter.read()
        await self.presenter.settled()

    def standing(self, name: str) -> KeyStanding:
        return next(each.standing for each in self.presenter.state.keys if each.key.name == name)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    await made.read()
    yield made
    made.presenter.close()


async def test_everybody_is_listed_with_the_number_of_their_keys(desk: Desk) -> None:
    state = desk.presenter.state
    assert [(line.user.name, line.keys) for line in state.users] == [
        ("Former Colleague", 0),
        ("Lin Wei", 1),
        ("Sam Okafor", 0),
    ]
    assert state.all_keys == len(state.keys) == 4
    assert state.profiles == ("default", "cheap")


async def test_a_key_says_what_shuts_it(desk: Desk) -> None:
    desk.people.all_keys[2] = replace(desk.people.all_keys[2], user_id="usr_old")
    desk.people.all_keys[1] = replace(desk.people.all_keys[1], expires_ms=sample.NOW_MS)
    await desk.read()
    assert desk.standing("claude-code") is KeyStanding.ACTIVE
    assert desk.standing("codex") is KeyStanding.EXPIRED
    assert desk.standing("lin-laptop") is KeyStanding.USER_OFF
    assert desk.standing("old-laptop") is KeyStanding.REVOKED


async def test_keys_are_listed_by_their_user(desk: Desk) -> None:
    desk.presenter.show("usr_lin")
    await desk.presenter.settled()
    assert [line.key.name for line in desk.presenter.state.keys] == ["lin-laptop"]
    desk.presenter.show("")
    await desk.presenter.settled()
    assert [line.key.name for line in desk.presenter.state.keys] == ["codex", "claude-code"]
    assert desk.presenter.state.all_keys == 4


async def test_a_person_is_added_and_a_taken_name_is_a_problem_of_the_name(desk: Desk) -> None:
    desk.presenter.add_user("  Ann ", "ann@example.com")
    await desk.presenter.settled()
    assert desk.people.called("add_user") == [("Ann", "ann@example.com", "")]
    assert desk.added == ["usr_new1"]
    assert "Ann" in [line.user.name for line in desk.presenter.state.users]
    desk.presenter.add_user("Ann")
    await desk.presenter.settled()
    assert desk.presenter.problems == {"user.name": "There is a user named Ann already."}
    assert desk.failures == []
    assert not desk.presenter.state.busy


async def test_changed_words_can_be_taken_back(desk: Desk) -> None:
    user = desk.people.all_users[1]
    desk.presenter.update_user(user, "Sam O.", user.email, user.note)
    await desk.presenter.settled()
    assert desk.people.all_users[1].name == "Sam O."
    desk.offered[0].call()
    await desk.presenter.settled()
    assert desk.people.all_users[1] == user


async def test_unchanged_words_are_not_saved(desk: Desk) -> None:
    user = desk.people.all_users[1]
    desk.presenter.update_user(user, user.name, user.email, user.note)
    await desk.presenter.settled()
    assert desk.people.called("update_user") == []
    assert desk.added == [user.id]


async def test_a_deactivated_person_comes_back_by_undo(desk: Desk) -> None:
    desk.presenter.set_user_active(desk.people.all_users[0], active=False)
    await desk.presenter.settled()
    assert desk.standing("lin-laptop") is KeyStanding.USER_OFF
    assert desk.offered[0].label == "Lin Wei was deactivated"
    desk.offered[0].call()
    await desk.presenter.settled()
    assert desk.standing("lin-laptop") is KeyStanding.ACTIVE


async def test_a_new_key_is_shown_until_it_is_dismissed(desk: Desk) -> None:
    desk.presenter.add_key("tablet", "usr_sam", KeyTerms("cheap", requests_per_minute=20))
    await desk.presenter.settled()
    minted = desk.presenter.state.minted
    assert minted is not None
    assert minted.key.profile == "cheap"
    assert minted.token not in repr(desk.presenter.state)
    desk.presenter.copy_minted()
    assert desk.copied == [minted.token]
    desk.presenter.dismiss_minted()
    desk.presenter.copy_minted()
    assert desk.presenter.state.minted is None
    assert len(desk.copied) == 1


async def test_a_key_without_a_name_is_a_problem_of_its_name(desk: Desk) -> None:
    desk.presenter.add_key(" ", "", KeyTerms())
    await desk.presenter.settled()
    assert list(desk.presenter.problems) == ["key.name"]
    desk.presenter.forget_problems()
    assert desk.presenter.problems == {}


async def test_a_keys_terms_change_and_change_back(desk: Desk) -> None:
    key = desk.people.all_keys[2]
    desk.presenter.update_key(key, "lin", KeyTerms("cheap", concurrency=2))
    await desk.presenter.settled()
    assert desk.people.all_keys[2].concurrency == 2
    assert desk.people.all_keys[2].requests_per_minute is None
    desk.offered[0].call()
    await desk.presenter.settled()
    assert desk.people.all_keys[2] == key


async def test_a_revoked_key_is_restored_by_undo(desk: Desk) -> None:
    desk.presenter.set_key_active(desk.people.all_keys[0], active=False)
    await desk.presenter.settled()
    assert desk.standing("claude-code") is KeyStanding.REVOKED
    desk.offered[0].call()
    await desk.presenter.settled()
    assert desk.standing("claude-code") is KeyStanding.ACTIVE


async def test_this_machines_own_key_is_copied(desk: Desk) -> None:
    desk.presenter.copy_own_key()
    await desk.presenter.settled()
    assert desk.copied == [CLIENT_KEY]


async def test_a_database_that_cannot_be_read_is_told_and_tried_again(desk: Desk) -> None:
    desk.people.fail_with = ProgramError("The database cannot be reached.")
    await desk.read()
    assert desk.presenter.state.trouble == "The database cannot be reached."
    desk.people.fail_with = None
    await desk.read()
    assert desk.presenter.state.trouble == ""


async def test_a_new_profile_can_be_chosen_for_keys(desk: Desk) -> None:
    desk.configuration.edit_elsewhere(lambda old: change.replace_profile(old, "work", Profile()))
    assert "work" in desk.presenter.state.profiles
