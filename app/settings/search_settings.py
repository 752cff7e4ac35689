"""How the web is searched for clients whose model cannot do it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from app.settings import notation
from app.settings.branch import Branch, Line, meta
from app.settings.provider_settings import Reference

SearchEndpoint = Literal["none", "searxng", "brave", "tavily"]


class SearchSettings(Branch):
    """Who searches the web where the model that a client asked for cannot."""

    provider: Annotated[str, AfterValidator(notation.target)] | None = Field(
        default=None,
        title="Search with a model",
        description="PROVIDER/MODEL that searches the web itself. It answers requests that ask for "
        "a search and nothing else, and searches for others where no service is chosen.",
        json_schema_extra=meta(),
    )
    endpoint: SearchEndpoint = Field(
        default="none",
        title="Search service",
        description="It is asked where the model has no search of its own: SearXNG, Brave Search "
        "or Tavily.",
        json_schema_extra=meta(),
    )
    base_url: Line | None = Field(
        default=None,
        title="Address of the service",
        description="Where your SearXNG is, such as http://127.0.0.1:8080; Brave and Tavily have "
        "an address of their own.",
        json_schema_extra=meta(),
    )
    key: Reference | None = Field(
        default=None,
        title="Key of the service",
        description="Where the key of Brave or Tavily is kept: keyring:NAME, env:NAME or "
        "file:PATH. Never the key itself.",
        json_schema_extra=meta(),
    )
    key_origin: Line | None = Field(
        default=None,
        title="The key's address",
        description="The address that the key was entered for; it is sent nowhere else. Dragoman "
        "writes it.",
        json_schema_extra=meta(),
    )
    count: int = Field(
        default=8,
        ge=1,
        le=20,
        title="Results of a search",
        description="How many results the search service is asked for.",
        json_schema_extra=meta(),
    )
    rounds: int = Field(
        default=5,
        ge=1,
        le=20,
        title="Searches in one answer",
        description="How often a model may search before it must answer.",
        json_schema_extra=meta(),
    )
