"""What a window, the tray and a notification may open."""

from typing import Protocol

from app.storage.selection import Selection


class Opener(Protocol):
    """Shows windows, each of them once: asked again, the one that is there comes to the front."""

    def settings(self, page: str = "") -> None:
        """The settings, at the page with this name ("providers"), "" for the one that was left."""
        ...

    def usage(self) -> None:
        """What was used."""
        ...

    def requests(self, request_id: str = "", selection: Selection | None = None) -> None:
        """The requests: one of them chosen, or those of a selection listed."""
        ...

    def first_run(self) -> None:
        """The three steps to the first answer."""
        ...

    def help(self, page: str = "") -> None:
        """The user's guide, at a page by its file name without the ending ("budgets")."""
        ...

    def quit(self) -> None:
        """End the program: the windows, the server, and what was asked for at quitting."""
        ...
