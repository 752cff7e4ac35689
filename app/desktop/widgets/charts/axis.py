"""A value axis with ticks that a person would have chosen."""

import math

_STEPS = (1, 2, 2.5, 5, 10)


def ticks(highest: float, most: int = 4, whole: bool = False) -> list[float]:
    """Ticks from 0 to at least `highest`: at most `most` steps, each 1, 2, 2.5 or 5 times a ten.

    `whole` keeps to whole numbers, for what can only be counted.
    """
    if not highest > 0 or not math.isfinite(highest):
        return [0.0, 1.0]
    step = 10 ** math.floor(math.log10(highest / most))
    for factor in _STEPS:
        if math.ceil(highest / (step * factor) - 1e-9) <= most:
            step *= factor
            break
    if whole:
        step = max(1.0, math.ceil(step))
    count = max(1, math.ceil(highest / step - 1e-9))
    return [round(step * at, 12) for at in range(count + 1)]
