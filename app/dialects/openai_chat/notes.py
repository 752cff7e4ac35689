"""What a request being written knows of its target, and the losses on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.core.conversation import CacheMark
from app.core.failure import Failure, FailureKind, Refused
from app.core.loss import Loss, Weight
from app.core.sidecar import Sidecar
from app.core.traits import Target
from app.dialects import wire_json
from app.dialects.openai_chat.wire import NAME
from app.dialects.sidecar_names import names

Json = dict[str, Any]


@dataclass(slots=True)
class Notes:
    """One request on its way to `target`; `where` is the place that is being written."""

    client: str
    target: Target
    tool_names: Mapping[str, str] = field(default_factory=dict)  # the client's name to the wire's
    losses: list[Loss] = field(default_factory=list)
    where: str = ""

    @property
    def from_chat(self) -> bool:
        """Whether the client speaks this dialect too, so that its own forms may stay."""
        return self.client == NAME

    def lose(self, what: str, weight: Weight, note: str, where: str | None = None) -> None:
        """Note a loss, at the place being written where none is named."""
        self.losses.append(Loss(what, self.where if where is None else where, weight, note))

    def tool_name(self, name: str) -> str:
        """The name of a tool on this wire."""
        return self.tool_names.get(name, name)

    def marked(self, value: Json, mark: CacheMark | None) -> Json:
        """The object with its cache mark, where the target reads such marks."""
        if mark is not None:
            if self.target.traits.cache_marks:
                control = {"type": "ephemeral"}
                if mark.ttl is not None:
                    control["ttl"] = mark.ttl
                value["cache_control"] = control
            else:
                self.lose("cache_control", "marker", "left out: the target reads no cache marks")
        return value

    def extended(self, value: Json, sidecar: Sidecar | None) -> Json:
        """The object with the client's own further fields, where they are of this wire."""
        if sidecar is not None:
            if sidecar.origin.dialect == NAME:
                for name, extra in sidecar.data.items():
                    known = value.get(name)
                    if isinstance(known, dict) and isinstance(extra, dict):
                        value[name] = {**known, **extra, **known}  # known fields win and lead
                    else:
                        value.setdefault(name, extra)
            else:
                self.dropped(sidecar)
        return value

    def dropped(self, sidecar: Sidecar | None) -> None:
        """Note the loss of fields whose object is not written, or is of another wire."""
        for name in names(sidecar):
            self.lose(name, "marker", "left out: there is no place for it here")


def dumped(value: Any) -> bytes:
    """The JSON of a request or of a schema in it.

    Raises `Refused` (BAD_REQUEST) where the client's objects nest too deeply to be written again.
    """
    try:
        return wire_json.dump(value)
    except ValueError as error:
        message = f"The request cannot be written for the provider: {error}."
        raise Refused(Failure(FailureKind.BAD_REQUEST, message, status=400)) from None
