"""Named changes of traits."""

import pytest

from app.core.traits import Traits
from app.providers.catalogue import preset, preset_ids
from app.providers.quirks import QUIRKS, apply


@pytest.mark.parametrize("name", QUIRKS)
def test_a_quirk_says_one_thing_and_is_stable(name: str) -> None:
    sentence, change = QUIRKS[name]
    assert sentence.endswith(".")
    once = change(Traits())
    assert change(once) == once
    assert once != Traits() or name in ("sampling", "no_reasoning_control")


def test_quirks_apply_in_their_order() -> None:
    assert apply(["no_sampling", "sampling"], Traits()).sampling
    assert not apply(["sampling", "no_sampling"], Traits()).sampling
    assert apply([], Traits()) == Traits()


def test_an_unknown_quirk_is_an_error() -> None:
    with pytest.raises(KeyError):
        apply(["no_such_quirk"], Traits())


def test_the_presets_use_most_of_the_quirks() -> None:
    used = {row.name for each in preset_ids() for row in preset(each).quirks}
    assert used <= QUIRKS.keys()
