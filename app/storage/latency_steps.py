"""The steps of the histogram of times to the first delta: eighths of an octave above 1 ms.

A step is 9 % wide, so that a time read back from it is right to about 4.5 %.
"""

from math import log2

_IN_AN_OCTAVE = 8


def step(milliseconds: float) -> int:
    """The step of a time; everything up to 1 ms is step 0."""
    return round(_IN_AN_OCTAVE * log2(milliseconds)) if milliseconds > 1 else 0


def milliseconds(step: int) -> int:
    """The time in the middle of a step."""
    return round(2 ** (step / _IN_AN_OCTAVE))
