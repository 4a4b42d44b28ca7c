import os
from pathlib import Path

import pytest

from tutor.web.visitor import environment, size

SIZE = {"width": 100, "height": 30}


def test_a_process_is_told_of_the_browser_and_not_of_the_terminal_of_whoever_serves(monkeypatch):
    for name, value in {
        "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "7", "TEXTUAL_ANIMATIONS": "none", "BP_TUTOR_LEARNER": "server",
        "KEPT": "yes",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    told = environment("Zoë", Path("/somewhere"), SIZE)
    assert os.fsencode(told["BP_TUTOR_LEARNER"]) == "Zoë".encode()
    assert told["BP_TUTOR_HOME"] == "/somewhere"
    assert (told["COLUMNS"], told["ROWS"]) == ("100", "30")
    assert told["TERM"] == "xterm-256color"
    assert told["TEXTUAL_COLOR_SYSTEM"] == "truecolor"
    assert told["KEPT"] == "yes"
    assert not {"NO_COLOR", "TEXTUAL_ANIMATIONS"} & set(told)
    assert "BP_TUTOR_LEARNER" not in environment(None, Path("/somewhere"), SIZE)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"width": "111", "height": 30}, (111, 30)),
        ({}, (80, 24)),
        ({"width": "wide", "height": None}, (80, 24)),
        ({"width": 10**9, "height": "99999999999"}, (400, 200)),
        ({"width": 0, "height": -5}, (2, 1)),
        ({"width": float("inf"), "height": float("nan")}, (80, 24)),
        ({"width": [], "height": "9" * 5000}, (80, 24)),
    ],
)
def test_a_page_has_a_size_that_a_screen_can_have(asked, found):
    assert tuple(size(asked).values()) == found
