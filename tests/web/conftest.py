"""These tests have a server, on this machine and nowhere else, and folders that pass with the test."""

import socket

import pytest
from helpers.called import call

__all__ = ["call"]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    connect = socket.socket.connect

    def refuse_others(this, address):
        assert this.family == socket.AF_UNIX or address[0] in ("127.0.0.1", "::1"), "a test tried to reach a network"
        return connect(this, address)

    monkeypatch.setattr(socket.socket, "connect", refuse_others)


@pytest.fixture(autouse=True)
def passing(tmp_path, monkeypatch):
    """Where the folders of visitors are whom nobody has named."""
    folder = tmp_path / "passing"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder
