"""The program, called in the process of a test."""

import gc
import sys

import pytest

from tutor import __main__


@pytest.fixture
def call(monkeypatch, capsys):
    """The program in this process: the exit status, standard output and standard error."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["bp-tutor", *arguments])
        with pytest.raises(SystemExit) as end:
            __main__.main()
        gc.enable()
        said = capsys.readouterr()
        return end.value.code, said.out, said.err

    return run
