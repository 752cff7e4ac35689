"""Old settings files brought up to date, one pure step for each version."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from app.settings.failure import SettingsError
from app.settings.schema import SCHEMA_VERSION

Document = dict[str, Any]
Step = Callable[[Document], Document]

# The step under N takes a document of version N and gives one of version N + 1. A step never asks
# for more than the document, and running it on its own result changes nothing more.
STEPS: Mapping[int, Step] = {}


def version(document: Mapping[str, Any], *, current: int = SCHEMA_VERSION) -> int:
    """The version that the document says it has; a file written by hand may leave it out.

    Raises `SettingsError` where it is no version.
    """
    found = document.get("schema_version", current)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise SettingsError("schema_version: must be a whole number; Dragoman writes it itself")
    return found


def migrate(
    document: Document, *, steps: Mapping[int, Step] = STEPS, current: int = SCHEMA_VERSION
) -> Document:
    """A copy of `document` in the current form; unknown keys stay.

    Raises `SettingsError` where its version is newer than ours or one that we have no step for.
    """
    found = version(document, current=current)
    if found > current:
        raise SettingsError(
            f"the settings have version {found}; this Dragoman knows versions up to {current}"
        )
    result = copy.deepcopy(document)
    for number in range(found, current):
        if number not in steps:
            raise SettingsError(f"settings of version {number} cannot be brought up to date")
        result = steps[number](result)
        result["schema_version"] = number + 1
    return result
