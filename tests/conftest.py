"""What every test stands on: a data folder of its own and no way out to a network."""

import socket

import pytest
from hypothesis import settings

from tutor.notation import charset

settings.register_profile("untimed", deadline=None)  # a slow machine is no fault of the program
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("BP_TUTOR_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _all_letters():
    """Every test begins with the letters of a screen, whichever the one before chose."""
    charset.use("screen")


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a test tried to reach a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
