"""What the demo's vectors promise."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.providers.demo.embedding import USUAL_DIMENSIONS, embedding, tokens


def likeness(first: str, second: str) -> float:
    return sum(a * b for a, b in zip(embedding(first), embedding(second), strict=True))


@given(st.text(max_size=60), st.integers(1, 40))
def test_every_vector_has_the_length_one_and_the_dimensions_asked_for(
    text: str, dimensions: int
) -> None:
    values = embedding(text, dimensions)
    assert len(values) == dimensions
    assert math.isclose(sum(value * value for value in values), 1.0)
    assert values == embedding(text, dimensions)


def test_texts_with_words_in_common_are_nearer_than_others() -> None:
    near = likeness("the cat sits on the mat", "a cat on a mat")
    far = likeness("the cat sits on the mat", "quarterly revenue forecast")
    assert near > far + 0.2
    assert likeness("猫坐在垫子上", "垫子上的猫") > likeness("猫坐在垫子上", "季度收入预测") + 0.2


def test_a_vector_is_the_same_on_every_machine() -> None:
    assert len(embedding("hello")) == USUAL_DIMENSIONS
    assert [at for at, value in enumerate(embedding("hello")) if value] == sorted(
        at for at, value in enumerate(embedding("Hello")) if value
    )
    assert embedding("hello", 4) == pytest.approx(embedding("HELLO", 4))


def test_tokens_are_words_and_chinese_characters() -> None:
    assert tokens("hello world") == 2
    assert tokens("你好 world") == 3
    assert tokens("") == 1
