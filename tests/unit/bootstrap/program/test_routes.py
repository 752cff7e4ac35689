"""What the router says to a window."""

from app.settings import change
from tests.unit.bootstrap.program.conftest import Open

SETTINGS = """
default_provider = "demo"

[providers.demo]
preset = "demo"

[providers.odd]
preset = "nonsense"

[profiles.default]
models = [{ client = "claude-opus*", targets = ["odd/x", "demo/demo"] }]

[profiles.default.families]
haiku = "odd/x"
"""


async def test_a_name_leads_where_the_gateway_would_send_it(open_program: Open) -> None:
    routes = (await open_program(SETTINGS)).program.routes
    route = routes.route("default", "claude-opus-4-8")
    assert route.targets == (("odd", "x"), ("demo", "demo"))
    assert (route.rule, route.refusal) == ("claude-opus*", "")


async def test_a_name_that_leads_nowhere_says_what_a_client_would_be_told(
    open_program: Open,
) -> None:
    routes = (await open_program(SETTINGS)).program.routes
    assert "no profile" in routes.route("gone", "x").refusal
    broken = routes.route("default", "claude-haiku-4-5")
    assert broken.targets == (("odd", "x"),)
    assert "nonsense" in broken.refusal


async def test_settings_that_are_only_thought_of_can_be_asked_too(open_program: Open) -> None:
    opened = await open_program(SETTINGS)
    thought = change.map_model(
        opened.program.configuration.settings, "default", "claude-haiku*", ("demo/demo",)
    )
    routes = opened.program.routes
    assert routes.route("default", "claude-haiku-4-5", thought).targets == (("demo", "demo"),)
    assert routes.route("default", "claude-haiku-4-5").targets == (("odd", "x"),)


async def test_a_saved_change_counts_at_once(open_program: Open) -> None:
    opened = await open_program(SETTINGS)
    await opened.program.configuration.change(
        "Map", lambda old: change.map_model(old, "default", "mine", ("demo/demo",))
    )
    assert opened.program.routes.route("default", "mine").targets == (("demo", "demo"),)
    assert "mine" in opened.program.routes.known_models("default")
