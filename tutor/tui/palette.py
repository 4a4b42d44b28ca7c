"""The command palette: everything that can be done on the screen below, the steps before, the lessons, the themes."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual.app import App
from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content, Span
from textual.screen import Screen

from tutor.explain.task import task
from tutor.notation import sentence
from tutor.notation.charset import spelt
from tutor.notation.printable import printable
from tutor.recorder import Recorder
from tutor.tui import preferences
from tutor.tui.commands import Command
from tutor.tui.screens.home import lessons, opens
from tutor.tui.screens.session import Leave, SessionScreen

CAP, LABEL = 8, 12
"""The columns of what stands first in a line, and of what it does in a word or two."""


class Entry(NamedTuple):
    """One line of the palette.

    Attributes:
        cap: the key that does the same, or what kind of thing this is.
        label: what it does, in a word or two, or the name of what it leads to.
        help: what it does, in a clause.
        run: does it.
    """

    cap: str
    label: str
    help: str
    run: Callable[[], object]

    @property
    def text(self) -> str:
        """What is searched, and shown behind the cap."""
        return f"{self.label:<{LABEL}}  {self.help}".rstrip()

    def painted(self, match: Content | None = None) -> Content:
        """The line, with what was found in it."""
        lead = f"{self.cap:<{CAP}}"
        label = Content(self.text, [Span(len(self.label), len(self.text), "not bold $bp-quiet")])
        spans = match.spans if match is not None else []
        return Content.assemble((lead, "$bp-key"), Content(label.plain, [*label.spans, *spans]))


class Actions(Provider):
    """What can be done on the screen below, the steps before the present one, the lessons and the themes."""

    def entries(self) -> Iterator[Entry]:
        """All that there are."""
        for command in getattr(self.screen, "COMMANDS_HERE", ()):
            if command.clicks and not command.clicks[-1].endswith("command_palette"):
                yield _of_command(self.screen, command)
        if isinstance(self.screen, SessionScreen):
            yield from _steps(self.screen)
        yield from _lessons(self.app)
        yield from _themes(self.app)

    async def discover(self) -> Hits:
        """All of them."""
        for entry in self.entries():
            yield DiscoveryHit(entry.painted(), entry.run, entry.text)

    async def search(self, query: str) -> Hits:
        """Those that the query is found in, letter by letter; a label counts before what is said of it."""
        matcher = self.matcher(query)
        for entry in self.entries():
            score, offsets = matcher.fuzzy_search.match(query, entry.text)
            if score > 0:
                in_label = sum(at < len(entry.label) for at in offsets) / max(1, len(offsets))
                spans = [Span(at, at + 1, self.match_style or "underline") for at in offsets]
                yield Hit(score * (1 + in_label), entry.painted(Content(entry.text, spans)), entry.run, entry.text)


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
    recorders: dict[str, Recorder] = getattr(app, "recorders", {})
    for lesson in lessons(recorders):
        leave = Leave(lesson)
        yield Entry(
            "lesson", printable(lesson.title), opens(recorders.get(lesson.id)), partial(app.post_message, leave)
        )


def _themes(app: App[object]) -> Iterator[Entry]:
    """The themes, our own first."""
    for name in preferences.names():
        used = ", as now" if name == app.theme else ""
        yield Entry("colours", name, f"the colours of the screen{used}", partial(_colour, app, name))


def _colour(app: App[object], name: str) -> None:
    """Choose a theme, for this run and those to come."""
    app.theme = name
    preferences.keep(name)


class Palette(CommandPalette):
    """Textual's palette with one list, in its own order and its own words."""

    CSS_PATH = "palette.tcss"

    def __init__(self) -> None:
        super().__init__([Actions], placeholder="What do you want to do?", id="--command-palette")
