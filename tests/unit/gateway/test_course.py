"""The course of a request, noted and kept."""

import pytest

from app.core.failure import Failure, FailureKind
from app.gateway.course import Course, Try, decoded, encoded


def test_a_course_is_the_same_after_it_was_kept() -> None:
    course = Course(origin=10.0, guarded=1, routed=2, asked=3)
    course.trying("deepseek", "v4", 10.1)
    course.tried(10.3, Failure(FailureKind.RATE_LIMITED, "Slow down.", status=429))
    course.trying("ollama", "qwen", 10.4)
    course.tried(12.0, None)
    read = decoded(encoded(course))
    assert read.tries == [
        Try("deepseek", "v4", 100, 300, 429, "rate_limited"),
        Try("ollama", "qwen", 400, 2000, 200, ""),
    ]
    assert (read.guarded, read.routed, read.asked) == (1, 2, 3)


def test_an_end_is_noted_once() -> None:
    course = Course()
    course.tried(1.0, None)
    course.trying("a", "m", 1.0)
    course.tried(2.0, None)
    course.tried(3.0, Failure(FailureKind.CANCELLED, "Gone."))
    assert course.tries == [Try("a", "m", 1000, 2000, 200, "")]


@pytest.mark.parametrize("text", [None, "", "{}", "[1]", "not json", "[1,2,3,[[1]]]"])
def test_what_cannot_be_read_is_an_empty_course(text: str | None) -> None:
    assert decoded(text) == Course()
