"""The route's submenu: which provider and model the default profile goes to, and every other."""

from PySide6.QtWidgets import QMenu, QWidget

from app.desktop.presenters.tray import TrayPresenter
from app.desktop.presenters.tray_state import ProfileRoute, TrayState
from app.desktop.tray import words
from app.desktop.tray.entries import Entries, Entry, Submenus, set_text
from app.desktop.windows.opening import Opener
from app.desktop.wording import translate


class RouteMenu(QMenu):
    """The default profile's providers with a mark at the one in use, then the other profiles."""

    def __init__(self, presenter: TrayPresenter, open_: Opener, parent: QWidget) -> None:
        super().__init__(parent)
        self._targets = _Targets(self, presenter)
        first = self.addSeparator()
        self._profiles = Submenus(self, first, lambda: _ProfileMenu(presenter, self))
        self._rules = self.addAction("")
        self._rules.triggered.connect(lambda: open_.settings("models"))
        more = self.addAction(translate("Tray", "Models and profiles…"))
        more.triggered.connect(lambda: open_.settings("models"))

    def show_state(self, state: TrayState) -> None:
        """Show what holds now."""
        if not state.routes:
            return
        default, *others = state.routes
        self._targets.show(default, state)
        for menu, route in zip(self._profiles.of(len(others)), others, strict=True):
            menu.show_route(route, state)
        set_text(self._rules, words.rules(default))
        self._rules.setVisible(bool(default.rules))


class _ProfileMenu(QMenu):
    """Another profile: as the default one, or by a provider of its own."""

    def __init__(self, presenter: TrayPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._profile = ""
        self._same = self.addAction(translate("Tray", "As the default profile"))
        self._same.setCheckable(True)
        self._same.triggered.connect(self._follow)
        self.addSeparator()
        self._targets = _Targets(self, presenter)

    def show_route(self, route: ProfileRoute, state: TrayState) -> None:
        """Show what holds for this profile."""
        self._profile = route.profile
        set_text(self.menuAction(), words.other_profile(route))
        self._same.setChecked(not route.own)
        self._targets.show(route, state)

    def _follow(self) -> None:
        self._same.setChecked(False)  # the new state sets it
        self._presenter.follow_default(self._profile)


class _Targets:
    """The providers, then a submenu of the models that the one in use offers."""

    def __init__(self, menu: QMenu, presenter: TrayPresenter) -> None:
        self._profile = ""
        first = menu.addSeparator()
        self._models = QMenu(menu)
        menu.addMenu(self._models)
        self._providers = Entries(
            menu, first, lambda name: presenter.choose_provider(self._profile, name)
        )
        self._model_names = Entries(
            self._models, None, lambda name: presenter.choose_model(self._profile, name)
        )

    def show(self, route: ProfileRoute, state: TrayState) -> None:
        """Show where `route` leads."""
        self._profile = route.profile
        used = route.provider if route.own else ""
        self._providers.show(
            [
                Entry(each.name, words.provider(each), checked=each.name == used)
                for each in state.providers
            ]
        )
        models = route.models if route.own else ()
        self._model_names.show(
            [
                Entry("", translate("Tray", "The client's own name"), checked=not route.model),
                *(Entry(name, name, checked=name == route.model) for name in models),
            ]
            if models
            else []
        )
        action = self._models.menuAction()
        action.setVisible(bool(models))
        named = route.model or translate("Tray", "the client's own name")
        set_text(action, translate("Tray", "Model: {model}").format(model=named))
