from collections.abc import Callable, Iterator

import pytest

from app.desktop.presenters.editing import with_value
from app.desktop.wording.problems import problem_words
from app.desktop.wording.translate import install
from app.providers.address import AddressError, normalise
from app.settings import change, check
from app.settings.notation import profile_name, provider_name
from app.settings.schema import ProviderSettings, Settings


@pytest.fixture
def marked() -> Iterator[None]:
    """A language in which every translated text has a mark."""
    install(lambda _context, text: f"«{text}»")
    yield
    install(None)


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("server.port", 70_000),
        ("server.port", -1),
        ("server.port", 1.5),
        ("server.keepalive", 0),
        ("server.keepalive", "soon"),
        ("server.cors_origins", ("localhost",)),
        ("server.allowed_hosts", ("http://desk/",)),
        ("accounting.timezone", "Mars/Base"),
        ("accounting.cny_per_usd", 0),
        ("storage.database", "mysql://host/name"),
        ("storage.database", "postgresql+psycopg://me:secret@host/name"),
        ("transcripts.users", ("two\nlines",)),
    ],
)
def test_what_can_be_typed_wrong_on_a_page_is_told_in_the_users_language(
    path: str, value: object
) -> None:
    (problem,) = check.problems(Settings(), lambda old: with_value(old, path, value))
    assert problem_words(problem[1]).startswith("«"), problem


def test_bounds_are_said_with_their_number() -> None:
    assert problem_words("Input should be less than or equal to 65535") == "At most 65535."
    assert problem_words("Input should be greater than 0") == "More than 0."


def test_a_sentence_that_is_not_known_stays_as_it_is() -> None:
    assert problem_words("Something else is wrong.") == "Something else is wrong."


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("proxy", "gopher://x"),
        ("headers", {"x-api-key": "v"}),
        ("headers", {"host": "v"}),
        ("headers", {"a b": "v"}),
        ("headers", {"x": "two\nlines"}),
    ],
)
def test_what_is_wrong_with_a_provider_is_told_in_the_users_language(
    field: str, value: object
) -> None:
    (problem,) = check.problems(
        Settings(),
        lambda s: change.add_provider(
            s, "p", ProviderSettings(preset="xai").model_copy(update={field: value})
        ),
    )
    assert problem_words(problem[1]).startswith("«"), problem


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("url", ["x y", "example.com", "https://", "https://a@b", "https://b?c"])
def test_what_is_wrong_with_an_address_is_told_in_the_users_language(url: str) -> None:
    with pytest.raises(AddressError) as told:
        normalise(url, "openai_chat")
    assert problem_words(str(told.value)).startswith("«")


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("check_name", [provider_name, profile_name])
def test_what_is_wrong_with_a_name_is_told_in_the_users_language(
    check_name: Callable[[str], str],
) -> None:
    with pytest.raises(ValueError, match="lower-case") as told:
        check_name("Not A Name")
    sentence = str(told.value)
    assert problem_words(sentence[:1].upper() + sentence[1:]).startswith("«")
