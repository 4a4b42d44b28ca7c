"""Line by line: where a lesson goes on, what is not kept, and how it ends when a signal says so."""

import io
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE

from tutor import recorder
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.plain import KEPT_AGAIN, run, take
from tutor.progress.journal import Journal
from tutor.quantity import Kind, Quantity

LESSON = lesson_of(REFERENCE)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "progress.db"


def said(path, *lines, lesson=LESSON, learner=None, **more):
    """What is said when these lines are typed, in a run of its own."""
    journal, out = Journal("plain", learner, path), io.StringIO()
    assert run(lesson, io.StringIO("".join(f"{line}\n" for line in lines)), out, journal, **more) == 0
    journal.close()
    return out.getvalue()


def test_a_lesson_that_was_left_says_where_it_goes_on_and_asks_that_question(path):
    first = said(path, "0", "0.3", "0.25", "0.5")
    assert first.endswith("Everything is kept: start the lesson again, and it goes on there.\n")
    text = said(path, "0.5622")
    assert text.startswith(
        f"A test\n\nWelcome back to step 2 of {len(LESSON.asked)}; your 3 answers stand.\nType help to"
    )
    assert text.count("a 1 of layer 1 = 0.5000, right already.\n") == 1
    assert "a 2 of layer 1 = ?\nRight. a 2 of layer 1 = 0.5622." in text


def test_a_built_in_lesson_is_named_and_so_is_the_learner_who_gave_a_name(path):
    lesson = read(find("a-neuron"))
    assert "kept: type bp-tutor learn a-neuron, and it goes on there.\n" in said(path, "0.8", lesson=lesson)
    text = said(path, "0.8", lesson=lesson, learner="Ann O'Hara")
    assert "Welcome back" not in text
    assert """kept: type bp-tutor learn a-neuron --learner 'Ann O'"'"'Hara', and it goes on there.\n""" in text


def test_what_was_typed_and_not_sent_is_said(path):
    journal = Journal("tui", None, path)
    found = recorder.open(LESSON, journal)
    found.touch(found.session.focus, "0.4[")
    found.flush()
    journal.close()
    assert "\nTyped for z 1 of layer 1 and not sent: 0.4[\n" in said(path)


def test_what_is_asked_again_is_said_and_asked(path):
    said(path, "0; 0.25", "0.5; 0.5622", "0.7")
    network = LESSON.network
    second = network.layers[0]._replace(b=(network.layers[0].b[0], 0.3))
    changed = replace(LESSON, network=network._replace(layers=(second, *network.layers[1:])))
    text = said(path, "0.35", lesson=changed)
    assert (
        "Welcome back to step 1 of 21; your 2 answers stand. The lesson has changed since: "
        "z 2 of layer 1 and a 2 of layer 1 are asked again.\n"
    ) in text
    assert "z 2 of layer 1 = ?\nRight. z 2 of layer 1 = 0.3500." in text


def test_a_lesson_of_which_nothing_is_as_it_was_says_so_below_what_it_is_about(path):
    said(path, "0; 0.25")
    other = replace(LESSON, network=LESSON.network._replace(x=(9.0, 8.0, 7.0)), about="About it.")
    text = said(path, lesson=other)
    assert "\nAbout it.\n" in text
    assert "\nThe numbers of this lesson have changed since you left it, so it begins anew" in text


def test_again_starts_again_and_the_next_time_that_goes_on(path):
    said(path, "0; 0.25", "0.5")
    assert "Welcome back" not in said(path, "0", again=True)
    assert "Welcome back to step 1 of 21; your answer stands." in said(path)


def test_what_cannot_be_kept_is_said_when_it_begins_when_it_is_over_and_at_the_end(path):
    path.mkdir()
    journal, out = Journal("plain", None, path), io.StringIO()

    def lines():
        yield from ("0", "0.3")
        path.rmdir()
        yield from ("0.25", "0.5")
        path.rename(path.with_name("away"))
        path.mkdir()
        yield "0.5622"

    typed = iter(lines())
    stdin = io.StringIO()
    stdin.readline = lambda _=0: next((f"{line}\n" for line in typed), "")
    assert take(recorder.open(LESSON, journal), stdin, out) == 0
    text = out.getvalue()
    troubles = [line for line in text.splitlines() if "progress.db" in line]
    assert text.count(KEPT_AGAIN) == 1
    assert len(troubles) == 3  # when it begins, when it begins once more, and at the end
    assert text.endswith("they are not kept.\n")
    path.rmdir()
    journal.close()


SIGNALS = [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)]


@pytest.mark.parametrize(("name", "status"), SIGNALS)
def test_a_signal_ends_the_lesson_in_order_and_all_of_it_is_kept(name, status, tmp_path):
    program = f"""
import sys
from tutor.lesson.locate import find
from tutor.lesson.read import read
from tutor.plain import run
from tutor.progress.journal import Journal
from pathlib import Path
journal = Journal("plain", None, Path({str(tmp_path / "x")!r}))
sys.exit(run(read(find("worked-example")), sys.stdin, sys.stdout, journal))
"""
    child = subprocess.Popen(
        [sys.executable, "-u", "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    child.stdin.write("known\n0\n")
    child.stdin.flush()
    while "z 2 of layer 1 = ?" not in child.stdout.readline():
        pass
    child.send_signal(getattr(signal, name))
    text, error = child.communicate(timeout=60)
    assert (child.returncode, error) == (status, "")
    assert ("Interrupted at step 1 of 14." in text) == (name != "SIGHUP")
    found = recorder.open(read(find("worked-example")), Journal("plain", None, tmp_path / "x"))
    assert found.session.states[Quantity(Kind.Z, 1, 1)].correct
    assert found.session.focus == Quantity(Kind.Z, 1, 2)


def test_a_signal_that_comes_while_something_is_written_waits_until_it_is(path):
    journal, out = Journal("plain", None, path), io.StringIO()
    found = recorder.open(LESSON, journal)
    add = journal.add

    def killed(run, entries):
        if entries and not found.session.states[Quantity(Kind.Z, 1, 2)].correct:
            os.kill(os.getpid(), signal.SIGTERM)
        add(run, entries)

    journal.add = killed
    before = signal.getsignal(signal.SIGTERM)
    assert take(found, io.StringIO("0\n0.25\n"), out) == 143
    assert signal.getsignal(signal.SIGTERM) is before
    assert "Right. z 1 of layer 1 = 0.0000." in out.getvalue()
    assert "0.2500" not in out.getvalue()
    assert [str(entry.question) for entry in journal.latest("test").entries if entry.answer] == ["z(1,1)"]
    journal.close()
