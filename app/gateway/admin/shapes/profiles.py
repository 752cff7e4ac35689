"""Profiles: how model names are mapped."""

from typing import Annotated

from pydantic import Field

from app.gateway.admin.shapes.common import Shape
from app.settings.branch import Line
from app.settings.schema import Family

Target = Annotated[Line, Field(max_length=300, description="PROVIDER/MODEL")]
Targets = Annotated[list[Target], Field(min_length=1, max_length=50)]


class Rule(Shape):
    """What a client's model name, or a glob of names, leads to; tried in this order."""

    client: Annotated[Line, Field(max_length=200)]
    targets: Targets


class ProfileGiven(Shape):
    """A whole profile: what is not in it is not there any more."""

    models: Annotated[list[Rule], Field(max_length=500)] = Field(default_factory=list)
    families: Annotated[
        dict[Family, Targets], Field(description="Where Claude Code's families lead.")
    ] = Field(default_factory=dict)


class Profile(ProfileGiven):
    """A profile, which client keys belong to."""

    name: str
