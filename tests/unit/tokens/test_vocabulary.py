"""The vocabulary counts every text, from any thread."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.tokens.vocabulary import count_texts


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("hello world", 2), ("Dragoman translates.", 4), ("你好，世界", 3), ("🧠", 3)],
)
def test_texts_count_as_o200k_has_them(text: str, tokens: int) -> None:
    assert count_texts([text]) == tokens


def test_many_texts_count_as_the_sum_of_each() -> None:
    assert count_texts(["hello world", "hello", "", "hello world"]) == 5
    assert count_texts([]) == 0


def test_the_name_of_a_special_token_is_ordinary_text() -> None:
    assert count_texts(["<|endoftext|>"]) > 1


def test_half_a_surrogate_pair_counts_as_something() -> None:
    assert count_texts(["cut here \ud83d", "whole"]) == count_texts(["cut here ?", "whole"])


def test_threads_get_the_same_answer() -> None:
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(count_texts, [["some words here"]] * 32)) == {3}
