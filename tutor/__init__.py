"""bp-tutor: learn backpropagation by computing it, number by number, in a terminal."""

__version__ = "0.1.0"
