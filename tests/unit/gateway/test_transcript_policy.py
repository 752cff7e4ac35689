"""Whose requests are kept."""

import pytest

from app.gateway.transcript_policy import keeps
from app.settings.schema import TranscriptSettings

CHOSEN = TranscriptSettings(
    record="chosen", users=("Ann",), keys=("laptop",), conversations=("conv-1",)
)


def test_nothing_is_kept_unless_it_is_switched_on() -> None:
    named = {"user": "Ann", "key": "laptop", "conversation": "conv-1"}
    assert not keeps(TranscriptSettings(), **named)
    assert not keeps(CHOSEN.model_copy(update={"record": "off"}), **named)


def test_all_is_everything() -> None:
    assert keeps(TranscriptSettings(record="all"), user="", key="", conversation="")


@pytest.mark.parametrize(
    ("user", "key", "conversation", "kept"),
    [
        ("Ann", "", "", True),
        ("Bob", "laptop", "", True),
        ("Bob", "desk", "conv-1", True),
        ("Bob", "desk", "conv-2", False),
        ("laptop", "conv-1", "Ann", False),
        ("", "", "", False),
    ],
)
def test_chosen_is_who_or_what_is_named(user: str, key: str, conversation: str, kept: bool) -> None:
    assert keeps(CHOSEN, user=user, key=key, conversation=conversation) is kept


def test_an_empty_name_in_the_settings_chooses_nobody() -> None:
    emptied = TranscriptSettings.model_construct(
        record="chosen", users=("",), keys=("",), conversations=("",)
    )
    assert not keeps(emptied, user="", key="", conversation="")
