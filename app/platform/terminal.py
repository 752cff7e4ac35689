"""Whether a person is looking, and at what."""

import os
import sys
from typing import TextIO


def is_interactive(stream: TextIO) -> bool:
    """Whether `stream` is a terminal; False for one that is closed or gone."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def wants_colour(stream: TextIO) -> bool:
    """Whether `stream` takes colours and tables: a terminal, without NO_COLOR (no-color.org)."""
    return (
        is_interactive(stream)
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def can_ask() -> bool:
    """Whether a person can answer: both the keyboard and what they read are a terminal."""
    return is_interactive(sys.stdin) and is_interactive(sys.stderr)
