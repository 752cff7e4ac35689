"""Whether changed settings would be taken, field by field, before anything is saved."""

from collections.abc import Callable

from pydantic import ValidationError

from app.settings.schema import Settings


def problems(
    settings: Settings, change: Callable[[Settings], Settings]
) -> tuple[tuple[str, str], ...]:
    """(dotted field, sentence) for all that would be wrong after `change`; quotes no value.

    A change that builds a part of the settings may raise pydantic's `ValidationError` itself: its
    fields are then those of that part.
    """
    try:
        Settings.model_validate(change(settings).model_dump(warnings=False))
    except ValidationError as error:
        return tuple(_problem(each) for each in error.errors(include_input=False))
    return ()


def _problem(error: object) -> tuple[str, str]:
    assert isinstance(error, dict)  # noqa: S101 - pydantic's ErrorDetails
    field = ".".join(str(step) for step in error["loc"])
    message = str(error["msg"]).removeprefix("Value error, ")
    return field, message[:1].upper() + message[1:]
