"""The one way into a session from a front: where an answer becomes durable before its verdict is shown.

For now nothing is kept between runs; whoever keeps it does so here, and here alone a clock may be read.
"""

from tutor.event import Event, Happening, Word
from tutor.session import Session

SILENT = frozenset({Happening.NOTHING, Happening.MOVED})
"""What is no event worth keeping: Enter where nothing is to be done, and going on."""


class Recorder:
    """Hands every input to the session and keeps the events, in order."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.events: list[Event] = []

    def submit(self, text: str) -> Event:
        """What was typed and sent."""
        return self._keep(self.session.submit(text))

    def act(self, word: Word) -> Event:
        """A word, or its key."""
        return self._keep(self.session.act(word))

    def _keep(self, event: Event) -> Event:
        if event.what not in SILENT:
            self.events.append(event)
        return event
