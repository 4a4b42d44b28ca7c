"""The command palette: everything that can be done on the screen below, the steps before, the lessons, the themes."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import NamedTuple

from textual.app import App
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content, Span
from textual.screen import Screen
from textual.style import Style

from tutor.explain.task import task
from tutor.notation import sentence
from tutor.notation.charset import spelt
from tutor.notation.printable import printable
from tutor.output.lessons import opens
from tutor.shelf import Shelf
from tutor.tui import preferences
from tutor.tui.commands import BACK, Command
from tutor.tui.screens.session import Leave, SessionScreen

CAP, LABEL = 8, 12
"""The columns of what stands first in a line, and of what it does in a word or two."""
SAID = 0.1
"""How well a line suits that has what is searched in what is said of it: less than any whose label suits."""


class Entry(NamedTuple):
    """One line of the palette.

    Attributes:
        cap: the key that does the same, or what kind of thing this is.
        label: what it does, in a word or two, or the name of what it leads to.
        help: what it does, in a clause.
        run: does it.
        found: other words that it is found by.
    """

    cap: str
    label: str
    help: str
    run: Callable[[], object]
    found: str = ""

    @property
    def text(self) -> str:
        """What is searched, and shown behind the cap."""
        return f"{self.label:<{LABEL}}  {self.help}".rstrip()

    @property
    def searched(self) -> str:
        """The same with what it is found by besides, in small letters."""
        return f"{self.cap}\n{self.found}\n{self.text}".casefold()

    def painted(self, found: Iterable[int] = (), style: Style | None = None) -> Content:
        """The line; letters of it that were found are in a style of their own."""
        start = len(self.label)
        spans = [Span(start, len(self.text), "not bold $bp-quiet")]
        spans += [Span(at, at + 1, style or "underline") for at in found]
        return Content.assemble((f"{self.cap:<{CAP}}", "$bp-key"), Content(self.text, spans))


class Actions(Provider):
    """What can be done on the screen below, the steps before the present one, the lessons and the themes."""

    def entries(self) -> Iterator[Entry]:
        """All that there are."""
        for command in getattr(self.screen, "COMMANDS_HERE", ()):
            if command.clicks and not command.clicks[-1].endswith("command_palette"):
                yield _of_command(self.screen, command)
        if isinstance(self.screen, SessionScreen) and BACK in self.screen.COMMANDS_HERE:
            yield from _steps(self.screen)
        yield from _lessons(self.app)
        yield from _themes(self.app)

    @cached_property
    def listed(self) -> tuple[Entry, ...]:
        """All that there are while the palette is open: the lessons are read once."""
        return tuple(self.entries())

    async def discover(self) -> Hits:
        """All of them."""
        for entry in self.listed:
            yield DiscoveryHit(entry.painted(), entry.run, entry.text)

    async def search(self, query: str) -> Hits:
        """Those with the query's letters in their label, and after them those that have it in what is said of them."""
        matcher = self.matcher(query).fuzzy_search
        for entry in self.listed:
            score, offsets = matcher.match(query, entry.label)
            if score <= 0 and (at := entry.searched.find(query.casefold())) >= 0:
                start = at - len(entry.searched) + len(entry.text)
                score, offsets = SAID, range(start, start + len(query)) if start >= 0 else ()
            if score > 0:
                yield Hit(score, entry.painted(offsets, self.match_style), entry.run, entry.text)


def _of_command(screen: Screen[object], command: Command) -> Entry:
    action = command.clicks[-1].removeprefix("screen.")
    return Entry(spelt(command.cap), command.label, command.help, partial(screen.run_action, action))


def _steps(screen: SessionScreen) -> Iterator[Entry]:
    """The steps before the present one, the last first."""
    session = screen.session
    for at in reversed(range(session.at)):
        asked = sentence.screen(task(session.lesson.network, session.steps[at]))
        yield Entry("back to", f"step {at + 1}", asked, partial(screen.look_back, at))


def _lessons(app: App[object]) -> Iterator[Entry]:
    """The lessons, with what choosing one does."""
    shelf: Shelf = getattr(app, "shelf", None) or Shelf()
    shelf.look()
    for lesson in shelf.lessons.values():
        does = opens(shelf.progress(lesson))
        yield Entry("lesson", printable(lesson.title), does, partial(app.post_message, Leave(lesson)))


def _themes(app: App[object]) -> Iterator[Entry]:
    """The themes, our own first."""
    for name in preferences.names():
        yield Entry("colours", name, "as now" if name == app.theme else "", partial(_colour, app, name), "theme")


def _colour(app: App[object], name: str) -> None:
    """Choose a theme, for this run and those to come."""
    app.theme = name
    preferences.keep(name)


class Palette(CommandPalette):
    """Textual's palette with one list, in its own order and its own words."""

    CSS_PATH = "palette.tcss"

    def __init__(self) -> None:
        super().__init__([Actions], placeholder="What do you want to do?", id="--command-palette")
