"""What a translation could not carry."""

from dataclasses import dataclass
from typing import Literal

Weight = Literal["content", "option", "marker"]


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that the target cannot say.

    `what` names the field or block in the client's own terms; `where` is its place, such as
    "messages[3].content[1]"; `weight` is "content" where the model reads less than the client sent,
    "option" for a tuning knob, "marker" for something without meaning to the target (cache marks,
    telemetry). `note` says what was done instead.
    """

    what: str
    where: str
    weight: Weight
    note: str
