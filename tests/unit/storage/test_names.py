import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.failure import InvalidError
from app.storage.names import clean_email, clean_name, clean_note, new_id, storable


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [("  Ann ", "Ann"), ("小明", "小明"), ("e\u0301", "\u00e9"), ("a b", "a b")],
)
def test_a_name_is_kept_composed_and_without_the_space_around_it(
    given_name: str, kept: str
) -> None:
    assert clean_name(given_name) == kept


@pytest.mark.parametrize(
    "name", ["", "  ", "a\0b", "a\nb", "a" * 65, "\ud800", "abc\u202ecba", "a\u2028b"]
)
def test_what_is_no_name_is_refused_by_its_field(name: str) -> None:
    with pytest.raises(InvalidError) as refused:
        clean_name(name, "subject")
    assert refused.value.field == "subject"


@given(st.text(max_size=80))
def test_every_name_that_is_taken_stays_as_it_is_and_can_be_stored(text: str) -> None:
    try:
        kept = clean_name(text)
    except InvalidError:
        return
    assert clean_name(kept) == kept
    assert storable(kept)
    kept.encode()


def test_notes_may_have_lines_and_emails_only_look_like_one() -> None:
    assert clean_note(" a\nb ") == "a\nb"
    assert clean_email(" ann@example.com ") == "ann@example.com"
    assert clean_email("") == ""
    for wrong in ("ann", "@x", "ann@", "a b@x", "a\0@x", "a@" + "x" * 300):
        with pytest.raises(InvalidError):
            clean_email(wrong)
    with pytest.raises(InvalidError):
        clean_note("x" * 1001)


def test_ids_differ_and_say_what_they_are_of() -> None:
    ids = {new_id("usr") for _ in range(200)}
    assert len(ids) == 200
    assert all(each.startswith("usr_") and len(each) == 20 for each in ids)
