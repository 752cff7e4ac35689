"""Every quirk, and every row of every preset that uses one, makes the difference that it says."""

import re
from dataclasses import replace
from itertools import chain

import pytest

from app.core.traits import Traits
from app.providers.catalogue import preset, preset_ids
from app.providers.preset import Preset, QuirkRow
from app.providers.quirks import QUIRKS, apply
from tests.dialects.quirk_case import CHAT, MESSAGES, RESPONSES
from tests.dialects.quirk_cases import CASES, output_excludes_reasoning

# About an answer, not about a request.
ANSWERS = {"output_excludes_reasoning": output_excludes_reasoning}
# What the wire asks of everybody, or leaves to everybody, so that the encoder does it without being
# told: the row says it for readers.
BY_THE_WIRE = {
    *((MESSAGES, name) for name in ("pdf", "tool_result_images", "temperature_to_1", "top_k")),
    *((MESSAGES, name) for name in ("any_stops", "user", "service_tier", "word_tool_ids")),
    *((MESSAGES, name) for name in ("long_tool_names", "no_forced_tool_while_thinking")),
    *((MESSAGES, name) for name in ("efforts_high_max", "efforts_none_to_xhigh")),
    *((RESPONSES, name) for name in ("no_penalties", "no_stop")),
}


def holds(name: str, dialect: str, traits: Traits, model: str = "target-model") -> bool:
    """Whether an endpoint with the quirk `name` is asked, or read, as it must be."""
    if name in ANSWERS:
        return ANSWERS[name](traits)
    return CASES[name].holds(dialect, traits, model)


def test_there_is_a_case_for_each_quirk_and_no_other() -> None:
    assert CASES.keys() | ANSWERS.keys() == QUIRKS.keys()
    assert not CASES.keys() & ANSWERS.keys()


@pytest.mark.parametrize(
    ("name", "dialect"),
    [
        *((name, dialect) for name, case in CASES.items() for dialect in case.dialects),
        *((name, CHAT) for name in ANSWERS),
    ],
)
def test_a_request_is_wrong_without_the_quirk_and_right_with_it(name: str, dialect: str) -> None:
    base = replace(Traits(), **(CASES[name].base if name in CASES else {}))
    assert holds(name, dialect, apply([name], base))
    assert holds(name, dialect, base) is ((dialect, name) in BY_THE_WIRE)


ROWS = [
    pytest.param(known, row, id=f"{known.id}: {row.name} {','.join(row.models)}".rstrip())
    for known in map(preset, preset_ids())
    for row in known.quirks
    if known.dialect != "demo"
]


def models(known: Preset, row: QuirkRow) -> list[str]:
    """Names for which the row may hold."""
    listed = [model.name for model in known.models]
    listed += [glob for each in known.quirks for glob in each.models]
    plain = [
        re.sub(r"\[(.)[^]]*\]", r"\1", glob.replace("*", filling).replace("?", "1"))
        for glob in chain(row.models, listed, ["some-model"])
        for filling in ("", "-x", "2", "4", "3-pro")
    ]
    return [name for name in plain if row.holds_for(name)]


@pytest.mark.parametrize(("known", "row"), ROWS)
def test_each_row_of_each_preset_makes_its_difference(known: Preset, row: QuirkRow) -> None:
    named = models(known, row)
    assert named
    if (known.dialect, row.name) in BY_THE_WIRE:
        return
    for model in named:
        rows = [each for each in known.quirks if each.holds_for(model)]
        without = apply((each.name for each in rows if each is not row), Traits())
        everything = apply((each.name for each in rows), Traits())
        if holds(row.name, known.dialect, everything, model) and not holds(
            row.name, known.dialect, without, model
        ):
            return
    pytest.fail(f"{row.name} changes nothing for {named[:3]} of {known.id}")
