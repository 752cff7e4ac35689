"""Tests mirror app, file for file, so that a module's tests are where one looks for them.

What needs Qt is tested under tests/desktop, everything else under tests/unit.
"""

from pathlib import Path

ROOT = Path(__file__).parents[2]

# Modules without a test file of their own, and where they are tested. This list may only shrink.
ELSEWHERE = {
    "bootstrap/assembly.py": "bootstrap/program/test_server.py",
    "bootstrap/client_state.py": "bootstrap/test_connecting.py",
    "bootstrap/dialects.py": "declarations only",
    "bootstrap/program/access.py": "bootstrap/program/test_server.py",
    "bootstrap/program/core.py": "bootstrap/program/test_history.py",
    "bootstrap/program/live_requests.py": "bootstrap/program/test_history.py",
    "bootstrap/program/provider_keys.py": "bootstrap/program/test_providers.py",
    "bootstrap/program/refusals.py": "bootstrap/program/test_people.py",
    "bootstrap/program/statuses.py": "bootstrap/program/test_providers.py",
    "bootstrap/running.py": "bootstrap/program/test_server.py",
    "bootstrap/serving.py": "tests/clients runs it as a process",
    "bootstrap/workshop.py": "tests/clients runs it as a process",
    "bootstrap/desktop.py": "tests/desktop/xvfb runs it as a process",
    "cli/demo.py": "tests/clients/test_curl.py",
    "cli/diagnosis.py": "cli/test_doctor.py",
    "cli/engine.py": "tests/clients runs it as a process",
    "cli/import_plan.py": "cli/test_import_file.py",
    "cli/lazy_group.py": "cli/test_main.py",
    "cli/session.py": "every test of a command",
    "connect/clients/client.py": "declarations only",
    "connect/failure.py": "declarations only",
    "connect/plan.py": "declarations only",
    "core/conversation.py": "declarations only",
    "core/events.py": "declarations only",
    "core/failure.py": "declarations only",
    "core/loss.py": "declarations only",
    "core/sidecar.py": "core/test_fold.py",
    "core/traits.py": "declarations only",
    "core/usage.py": "every test of a usage.py",
    "dialects/embeddings/wire.py": "declarations only",
    "desktop/presenters/tray_state.py": "declarations only",
    "desktop/windows/opening.py": "declarations only",
    "desktop/windows/requests/bodies.py": "tests/desktop/windows/requests/test_window.py",
    "desktop/windows/requests/comparison.py": "tests/desktop/windows/requests/test_window.py",
    "desktop/windows/requests/course.py": "tests/desktop/windows/requests/test_window.py",
    "desktop/windows/requests/detail.py": "tests/desktop/windows/requests/test_window.py",
    "desktop/windows/requests/facts.py": "tests/desktop/windows/requests/test_window.py",
    "desktop/windows/requests/request_list.py": "tests/desktop/windows/requests/test_window.py",
    "desktop/windows/usage/details.py": "tests/desktop/windows/usage/test_window.py",
    "desktop/windows/usage/head.py": "tests/desktop/windows/usage/test_window.py",
    "desktop/windows/usage/over_time.py": "tests/desktop/windows/usage/test_window.py",
    "desktop/windows/usage/tiles.py": "tests/desktop/windows/usage/test_window.py",
    "desktop/windows/usage/year.py": "tests/desktop/windows/usage/test_window.py",
    "desktop/windows/first_run/connect_step.py": "tests/desktop/windows/first_run/test_window.py",
    "desktop/windows/first_run/provider_step.py": "tests/desktop/windows/first_run/test_window.py",
    "desktop/windows/first_run/stages.py": "tests/desktop/windows/first_run/test_window.py",
    "desktop/windows/first_run/trial_step.py": "tests/desktop/windows/first_run/test_window.py",
    "desktop/windows/providers/gallery.py": "tests/desktop/windows/first_run/test_window.py",
    "desktop/windows/providers/key_entry.py": "tests/desktop/windows/first_run/test_window.py",
    "desktop/windows/providers/steps_of_test.py": "tests/desktop/windows/first_run/test_window.py",
    "desktop/windows/providers/words.py": "tests/desktop/windows/first_run/test_window.py",
    "desktop/windows/settings/pages/table.py": "tests/desktop/windows/settings/test_window.py",
    "desktop/windows/settings/pages/providers/details.py": "its page's test_page.py",
    "desktop/windows/settings/pages/providers/keys.py": "its page's test_page.py",
    "desktop/windows/settings/pages/providers/offered.py": "its page's test_page.py",
    "desktop/windows/settings/pages/providers/provider_card.py": "its page's test_page.py",
    "desktop/windows/settings/pages/handle.py": "pages/models/test_page.py",
    "desktop/windows/settings/pages/models/question.py": "pages/models/test_page.py",
    "desktop/windows/settings/pages/models/sentence_card.py": "pages/models/test_page.py",
    "desktop/windows/settings/pages/models/target_field.py": "pages/models/test_page.py",
    "desktop/windows/settings/pages/budgets/budget_card.py": "pages/budgets/test_page.py",
    "desktop/windows/settings/pages/budgets/budget_editor.py": "pages/budgets/test_page.py",
    "desktop/windows/settings/pages/budgets/money.py": "pages/budgets/test_page.py",
    "desktop/windows/settings/pages/budgets/price_editor.py": "pages/budgets/test_page.py",
    "desktop/windows/settings/pages/budgets/prices.py": "pages/budgets/test_page.py",
    "desktop/windows/settings/pages/budgets/words.py": "pages/budgets/test_page.py",
    "desktop/windows/settings/pages/clients/card.py": "pages/clients/test_page.py",
    "desktop/windows/settings/pages/clients/outcome.py": "pages/clients/test_page.py",
    "desktop/windows/settings/pages/clients/snippets.py": "pages/clients/test_page.py",
    "desktop/windows/settings/pages/clients/ways.py": "pages/clients/test_page.py",
    "desktop/windows/settings/pages/clients/words.py": "pages/clients/test_page.py",
    "desktop/windows/settings/pages/general/about.py": "pages/general/test_page.py",
    "desktop/windows/settings/pages/general/elsewhere.py": "pages/general/test_page.py",
    "desktop/windows/settings/pages/general/kept.py": "pages/general/test_page.py",
    "desktop/windows/settings/pages/general/looks.py": "pages/general/test_page.py",
    "desktop/windows/settings/pages/people/editors.py": "pages/people/test_page.py",
    "desktop/windows/settings/pages/people/keys.py": "pages/people/test_page.py",
    "desktop/windows/settings/pages/people/users.py": "pages/people/test_page.py",
    "desktop/windows/settings/pages/people/words.py": "pages/people/test_page.py",
    "desktop/windows/settings/pages/server/port.py": "pages/server/test_page.py",
    "desktop/windows/settings/pages/server/power.py": "pages/server/test_page.py",
    "desktop/windows/settings/pages/server/reach.py": "pages/server/test_page.py",
    "desktop/windows/settings/pages/server/search.py": "pages/server/test_page.py",
    "dialects/anthropic_messages/wire.py": "declarations only",
    "dialects/base.py": "declarations only",
    "dialects/openai_chat/wire.py": "declarations only",
    "dialects/openai_responses/wire.py": "declarations only",
    "gateway/sockets/chat.py": "tests/gateway/test_chat_socket.py",
    "gateway/sockets/one_call.py": "tests/gateway/test_chat_socket.py",
    "gateway/endpoints/no_socket.py": "tests/gateway/test_chat_socket.py",
    "gateway/endpoints/compact.py": "tests/gateway/test_compact.py",
    "gateway/sockets/connection.py": "tests/gateway/test_responses_socket.py",
    "gateway/sockets/responses.py": "tests/gateway/test_responses_socket.py",
    "gateway/sockets/serving.py": "tests/gateway/test_responses_socket.py",
    "gateway/sockets/table.py": "tests/gateway/test_responses_socket.py",
    "gateway/recorded.py": "tests/gateway/test_endpoints.py",
    "gateway/destination.py": "declarations only",
    "gateway/endpoints/responses.py": "tests/gateway/test_stored_responses.py",
    "gateway/admin/budget_view.py": "gateway/admin/operations/test_budgets.py",
    "gateway/admin/operation.py": "declarations only",
    "gateway/admin/parts.py": "declarations only",
    "gateway/admin/provider_view.py": "gateway/admin/operations/test_providers.py",
    "gateway/admin/settings_calls.py": "gateway/admin/operations/test_providers.py",
    "gateway/admin/shapes/budgets.py": "declarations only",
    "gateway/admin/shapes/people.py": "declarations only",
    "gateway/admin/shapes/personal_keys.py": "declarations only",
    "gateway/admin/shapes/profiles.py": "declarations only",
    "gateway/admin/shapes/providers.py": "declarations only",
    "gateway/admin/shapes/server.py": "declarations only",
    "gateway/admin/shapes/transcripts.py": "declarations only",
    "gateway/admin/shapes/usage.py": "declarations only",
    "gateway/admin/table.py": "gateway/admin/test_openapi.py",
    "gateway/accounts/watch.py": "tests/gateway/test_ledger.py",
    "gateway/answers.py": "tests/gateway/test_exchange.py",
    "gateway/call.py": "tests/gateway/test_endpoints.py",
    "gateway/endpoints/about.py": "tests/gateway/test_endpoints.py",
    "gateway/endpoints/gemini.py": "tests/gateway/test_gemini_endpoints.py",
    "gateway/endpoints/generation.py": "tests/gateway/test_exchange.py",
    "gateway/endpoints/model_listing.py": "tests/gateway/test_endpoints.py",
    "gateway/endpoints/stored_response.py": "tests/gateway/test_endpoints.py",
    "gateway/endpoints/table.py": "tests/gateway/test_endpoints.py",
    "gateway/endpoints/token_count.py": "tests/gateway/test_endpoints.py",
    "gateway/admission.py": "tests/gateway/test_embeddings.py",
    "gateway/embeddings/count.py": "tests/gateway/test_embeddings.py",
    "gateway/embeddings/demonstration.py": "tests/gateway/test_embeddings.py",
    "gateway/embeddings/exchange.py": "tests/gateway/test_embeddings.py",
    "gateway/embeddings/plan.py": "tests/gateway/test_embeddings.py",
    "gateway/endpoints/embeddings.py": "tests/gateway/test_embeddings.py",
    "gateway/exchange.py": "tests/gateway/test_exchange.py",
    "gateway/walk.py": "tests/gateway/test_exchange.py",
    "gateway/told.py": "tests/gateway/test_exchange.py",
    "gateway/inline_media.py": "gateway/test_completion.py",
    "gateway/key_turns.py": "tests/gateway/test_several_keys.py",
    "gateway/search/loop.py": "tests/gateway/test_web_search.py",
    "gateway/search/model.py": "tests/gateway/test_searching_models.py",
    "gateway/search/searching.py": "tests/gateway/test_web_search.py",
    "gateway/server.py": "tests/gateway/test_endpoints.py",
    "gateway/services.py": "declarations only",
    "gateway/snapshot.py": "tests/gateway/test_endpoints.py",
    "providers/demo/words.py": "declarations only",
    "secrets/failure.py": "declarations only",
    "secrets/keyring_backend.py": "secrets/test_vault.py",
    "secrets/keyring_thread.py": "secrets/test_vault.py",
    "secrets/minted.py": "secrets/test_local_key.py and secrets/test_admin_key.py",
    "secrets/references.py": "secrets/test_vault.py",
    "settings/branch.py": "settings/test_schema.py",
    "settings/desktop_settings.py": "settings/test_schema.py",
    "settings/failure.py": "settings/test_store.py",
    "settings/history_settings.py": "settings/test_schema.py",
    "settings/provider_settings.py": "settings/test_schema.py",
    "settings/search_settings.py": "settings/test_schema.py",
    "settings/server_settings.py": "settings/test_schema.py",
    "storage/failure.py": "declarations only",
    "storage/migrations/history.py": "storage/test_database.py",
    "storage/migrations/r0001_usage_money_people.py": "storage/test_database.py",
    "storage/migrations/r0002_timeline.py": "storage/test_database.py",
    "storage/migrations/r0003_kept_responses.py": "storage/test_database.py",
    "storage/secure_delete.py": "storage/test_transcripts.py",
    "storage/records.py": "declarations only",
    "storage/schema.py": "storage/test_database.py",
    "storage/selection.py": "storage/test_statistics.py",
    "storage/sources.py": "storage/test_statistics.py",
    "storage/labels.py": "storage/test_statistics.py",
    "storage/series.py": "storage/test_statistics.py",
    "storage/sums.py": "storage/test_statistics.py",
    "storage/sqlite_file.py": "storage/test_database.py",
}
# Tests of a module under conditions that need a file of their own.
# The windows' ports: protocols and plain data.
DECLARED = "desktop/program/"
# What has Qt in it, and so its tests beside the others that need it.
WITHOUT_QT = ("desktop/presenters/", "desktop/program/", "desktop/wording/")
BESIDE = {"secrets/test_vault_keyring.py", "test_documents.py", "test_mirror.py"}


def modules() -> set[str]:
    found = (path.relative_to(ROOT / "app") for path in (ROOT / "app").rglob("*.py"))
    names = {path.as_posix() for path in found if not path.name.startswith("__")}
    return {
        name for name in names if not name.startswith(DECLARED) or name.endswith("listeners.py")
    }


def covered() -> set[str]:
    unit = ROOT / "tests" / "unit"
    found = {path.relative_to(unit).as_posix() for path in unit.rglob("test_*.py")} - BESIDE
    with_qt = ROOT / "tests" / "desktop"
    found |= {
        f"desktop/{path.relative_to(with_qt).as_posix()}"
        for path in with_qt.rglob("test_*.py")
        if path.parent.name != "xvfb"  # the whole program on a screen
    }
    return {"/".join([*name.split("/")[:-1], name.split("/")[-1][5:]]) for name in found}


def test_what_needs_no_qt_is_tested_without_it() -> None:
    with_qt = ROOT / "tests" / "desktop"
    names = [f"desktop/{path.relative_to(with_qt).as_posix()}" for path in with_qt.rglob("test_*")]
    assert [name for name in names if name.startswith(WITHOUT_QT)] == []


def test_every_module_has_its_tests() -> None:
    assert sorted(modules() - covered() - ELSEWHERE.keys()) == []


def test_every_unit_test_has_its_module() -> None:
    assert sorted(covered() - modules()) == []


def test_the_list_of_exceptions_names_nothing_that_is_gone_or_tested_by_now() -> None:
    assert sorted(name for name in ELSEWHERE if name not in modules() or name in covered()) == []
