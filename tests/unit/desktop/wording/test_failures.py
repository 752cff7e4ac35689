from app.core.failure import FailureKind
from app.desktop.wording.failures import failure_words, weight_words


def test_every_kind_of_failure_has_words() -> None:
    words = [failure_words(kind) for kind in FailureKind]
    assert len(set(words)) == len(words)
    assert all("_" not in each for each in words)


def test_what_is_unknown_is_said_as_it_stands() -> None:
    assert failure_words("out_of_luck") == "out of luck"
    assert weight_words("content") == "content"
    assert weight_words("feather") == "feather"
