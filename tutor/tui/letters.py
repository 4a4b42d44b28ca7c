"""The last word on every line of a screen that has ASCII alone."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tutor.notation.charset import drawn


class AsciiFilter(LineFilter):
    """Makes a letter of ASCII, of the same width, of every other one: those of Textual's own widgets among them."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 (Textual's signature)
        """Change the text of segments, and nothing else."""
        return [
            segment if segment.text.isascii() else Segment(drawn(segment.text), segment.style, segment.control)
            for segment in segments
        ]
