"""What every branch of the settings tree shares."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.settings import notation

Line = Annotated[str, AfterValidator(notation.one_line), Field(min_length=1)]
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]


def meta(*, restart: bool = False) -> dict[str, Any]:
    """What the settings window must know of a field beside its type and words."""
    return {"restart": restart}


class Branch(BaseModel):
    """Frozen; unknown keys stay; messages do not quote what was entered."""

    model_config = ConfigDict(frozen=True, extra="allow", hide_input_in_errors=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Leave out unknown keys: what they hold is unknown too."""
        extra = self.__pydantic_extra__ or {}
        return ((name, value) for name, value in super().__repr_args__() if name not in extra)
