"""What bp-tutor is measured against: the least that a Textual app with a question and a field can be.

Run as a program: ``bare.py ask`` has a text, a field and a footer; ``bare.py update`` has ten texts and three fields,
all of which F7 and F8 change in place.
"""

import sys

from textual.app import App
from textual.binding import Binding
from textual.widgets import Footer, Input, Static


class Ask(App):
    """One question, and an echo of the answer."""

    def compose(self):
        yield Static("The question is here.")
        field = Input(compact=True)
        field.styles.width = 24  # as wide as a field of a lesson
        yield field
        yield Footer()

    def on_input_submitted(self, event):
        self.query_one(Static).update(f"The echo is {event.value}.")


class Update(App):
    """A form that changes as a whole."""

    BINDINGS = (Binding("f7", "change"), Binding("f8", "change"))
    number = 0

    def compose(self):
        for _ in range(10):
            yield Static("The question is here.", markup=False)
        for _ in range(3):
            yield Input(compact=True)
        yield Footer()

    def action_change(self):
        self.number += 1
        for line, text in enumerate(self.query(Static)):
            text.update(f"Text {line} is now number {self.number}, and as long as a line of a lesson is.")
        for line, field in enumerate(self.query(Input)):
            field.value = f"{line}.{self.number}"


if __name__ == "__main__":
    {"ask": Ask, "update": Update}[sys.argv[1]]().run()
