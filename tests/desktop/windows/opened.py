"""What a window asked to be opened."""

from app.storage.selection import Selection


class Opened:
    """An opener that shows nothing and remembers everything, as (what, with what)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, object]] = []

    def settings(self, page: str = "") -> None:
        self.asked.append(("settings", page))

    def usage(self) -> None:
        self.asked.append(("usage", None))

    def requests(self, request_id: str = "", selection: Selection | None = None) -> None:
        self.asked.append(("requests", selection if selection is not None else request_id))

    def first_run(self) -> None:
        self.asked.append(("first_run", None))

    def help(self, page: str = "") -> None:
        self.asked.append(("help", page))

    def quit(self) -> None:
        self.asked.append(("quit", None))
