import errno
import gc
import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from helpers.commands import command
from helpers.lesson_files import VALID

from tutor import __version__
from tutor.cli import main, streams
from tutor.errors import ExitStatus, TutorError
from tutor.lesson.locate import builtin, find

COMMANDS = ("learn", "practice", "progress", "solve", "mark", "check", "lessons", "serve", "forget")
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
"""A locale in which Python itself writes nothing but ASCII."""


def one_message(error):
    """Whether a text is something a user may be shown."""
    return error.strip() and "Traceback" not in error and "Error(" not in error


def test_the_version_is_told(call):
    assert call("--version") == (0, f"bp-tutor {__version__}\n", "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_that_names_it(call, name):
    status, out, _ = call(name, "--help")
    assert status == 0
    assert f"Example: bp-tutor {name}" in out
    assert call(name, "-h")[1] == out


def test_help_lists_the_commands_in_the_order_of_use(call):
    status, out, _ = call("--help")
    assert status == 0
    assert re.findall(r"^  (\w+)  ", out.partition("Commands:")[2], re.MULTILINE) == list(COMMANDS)
    assert main.COMMANDS == COMMANDS


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lern",), "Did you mean “learn”?"),
        (("chekc", "x"), "Did you mean “check”?"),
        (("qwertyuiop",), "“qwertyuiop” is no command."),
        (("worked-example",), "bp-tutor learn worked-example"),
        (("my.toml",), "bp-tutor learn my.toml"),
        (("\x1b[31m",), "“␛[31m” is no command."),
        (("learn",), "Missing argument 'LESSON'"),
        (("check",), "Missing argument 'LESSON...'"),
        (("solve", "a-neuron", "--fromat", "json"), "--format"),
        (("solve", "a-neuron", "--format", "xml"), "'xml' is not one of 'text', 'json'"),
        (("lessons", "extra"), "unexpected extra argument"),
    ],
)
def test_wrong_usage_is_told_with_a_guess_and_status_2(call, arguments, said):
    status, out, error = call(*arguments)
    assert (status, out) == (ExitStatus.USAGE, "")
    assert said in error
    assert one_message(error)


def test_the_lessons_are_listed_by_the_names_that_the_commands_take(call):
    status, out, error = call("lessons")
    assert (status, error) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == list(builtin())
    assert "worked-example      Backpropagation in a [3, 2, 2, 1] network\n" in out


def test_without_a_command_and_a_terminal_the_lessons_are_listed(call):
    status, out, error = call()
    assert (status, out) == (0, call("lessons")[1])
    assert error == "Take one with: bp-tutor learn NAME\n"


@pytest.mark.parametrize("name", ["learn", "solve"])
@pytest.mark.parametrize(
    ("lesson", "said"),
    [
        ("wroked-example", "Did you mean “worked-example”?"),
        ("nothing-like-it-at-all", "There is no lesson called"),
        ("", "There is no lesson called"),
        ("missing.toml", "no such file"),
        ("/", "a folder"),
        ("/dev/zero", "a device"),
        ("a\x1b]0;b\x07", "␛]0;b␇"),
    ],
)
def test_a_lesson_that_is_not_there_is_one_message_and_status_1(call, name, lesson, said):
    status, out, error = call(name, lesson)
    assert (status, out) == (ExitStatus.INPUT, "")
    assert said in error
    assert error.count("\n") == 1
    assert one_message(error)


def test_a_broken_lesson_is_told_with_all_its_problems(call, tmp_path):
    path = tmp_path / "broken.toml"
    path.write_text(VALID.replace("activation", "activaton").replace("y = [1.0]", "y = [nan]"), encoding="utf-8")
    status, out, error = call("learn", str(path))
    assert (status, out) == (1, "")
    assert f"{path}:5:1: error[unknown-key]: network.activaton" in error
    assert "error[not-finite]" in error
    assert call("solve", str(path))[::2] == (1, error)


def test_check_says_sound_on_standard_output_and_problems_on_standard_error(call, tmp_path):
    sound, warned, broken = tmp_path / "a.toml", tmp_path / "b.toml", tmp_path / "c.toml"
    sound.write_text(builtin()["a-neuron"].read_text("utf-8"), encoding="utf-8")
    warned.write_text(VALID.replace("[network]", 'about = "$\\\\nonsense$"\n[network]'), encoding="utf-8")
    broken.write_text("", encoding="utf-8")
    assert call("check", str(sound), "a-neuron") == (
        0,
        f"{sound}: sound\n{builtin()['a-neuron']}: sound\n",
        "",
    )
    status, out, error = call("check", str(warned), str(broken), "wroked-example", str(sound))
    assert status == 1
    assert out == f"{warned}: sound\n{sound}: sound\n"
    assert "warning[mathematics]" in error
    assert "error[empty]" in error
    assert "Did you mean “worked-example”?" in error


def test_check_as_json_has_every_file_with_its_problems(call, tmp_path):
    broken = tmp_path / "c.toml"
    broken.write_text(VALID.replace("[1.0]", "[1.0, 2.0]"), encoding="utf-8")
    status, out, error = call("check", "a-neuron", str(broken), "no-such-lesson", "--format", "json")
    one, two, three = json.loads(out)
    assert status == 1
    assert one == {"file": str(builtin()["a-neuron"]), "sound": True, "problems": []}
    assert (two["file"], two["sound"]) == (str(broken), False)
    (problem,) = [p for p in two["problems"] if p["code"] == "shape"]
    assert set(problem) == {
        "file", "line", "column", "severity", "code", "key", "found", "expected", "advice", "mistakes", "questions",
        "message",
    }  # fmt: skip
    assert problem["severity"] == "error"
    assert (three["file"], three["sound"]) == ("no-such-lesson", False)
    (missing,) = three["problems"]
    assert list(missing) == list(problem)
    assert missing["severity"] == "error"
    assert missing["message"] in error
    assert {key for key, value in missing.items() if value} == {"file", "severity", "message"}
    assert missing["questions"] == problem["questions"] == []
    assert call("check", "a-neuron", "--format", "json")[0] == 0


def test_check_warns_of_what_the_numbers_cannot_tell_and_strictly_it_is_an_error(call):
    path = builtin()["worked-example"]
    line = f"{path}:15:2: {{}}[marked-right]: network: found numbers by which input-omitted is marked right at dL_dW"
    status, out, error = call("check", "worked-example", "a-neuron")
    assert (status, out) == (0, f"{path}: sound\n{builtin()['a-neuron']}: sound\n")
    assert line.format("warning") in error
    status, out, error = call("check", "worked-example", "a-neuron", "--strict")
    assert (status, out) == (1, f"{builtin()['a-neuron']}: sound\n")
    assert line.format("error") in error
    status, out, _ = call("check", "worked-example", "--strict", "--format", "json")
    (report,) = json.loads(out)
    assert (status, report["sound"]) == (1, False)
    found = {tuple(p["mistakes"]): (p["severity"], p["code"], p["questions"]) for p in report["problems"]}
    assert found[("input-omitted",)] == ("error", "marked-right", ["dL_dW(1,1,1)"])
    assert found[("bias-omitted", "term-omitted")] == ("error", "alike", ["z(1,1)"])


def test_a_lesson_s_words_for_a_mistake_are_checked_wherever_it_is_read(call, tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text(VALID + "[messages]\nbias-omited = 'Add {bias}.'\n", encoding="utf-8")
    for name in ("check", "learn", "solve"):
        status, out, error = call(name, str(path))
        assert (status, out) == (1, "")
        assert "error[unknown-mistake]: messages.bias-omited" in error
        assert "did you mean bias-omitted?" in error
    path.write_text(VALID + "[messages]\nbias-omitted = 'Add {bias}.'\n", encoding="utf-8")
    assert [call(name, str(path))[0] for name in ("check", "solve")] == [0, 0]


def test_solve_writes_a_page_or_one_line_of_json(call):
    status, out, error = call("solve", "worked-example")
    assert (status, error) == (0, "")
    assert "\n  δ₂⁽²⁾ = 0.4·(−0.0794)·0.1767\n        ≈ −0.00562\n" in out
    status, out, error = call("solve", "worked-example", "--format", "json")
    assert (status, error, out.count("\n")) == (0, "", 1)
    assert len(json.loads(out)["quantities"]) == 22
    assert out.isascii()


def test_collecting_garbage_waits_for_screens_only(call, monkeypatch):
    seen = []
    monkeypatch.setattr(gc, "enable", lambda: seen.append("on"))
    monkeypatch.setattr(streams, "terminal", lambda *_: True)
    monkeypatch.setattr("tutor.tui.run.run", lambda lesson, *_, **__: seen.append(lesson and lesson.id) or 0)
    assert call("learn", "a-neuron")[0] == 0
    assert seen == ["a-neuron", "on"]  # the latter by this test
    seen.clear()
    assert call()[0] == 0
    assert seen == [None, "on"]
    seen.clear()
    assert call("lessons")[0] == 0
    assert seen == ["on", "on"]


@pytest.mark.parametrize(
    "arguments",
    [("--theme", "nord", "learn", "a-neuron"), ("learn", "a-neuron", "--theme", "nord"), ("--theme", "nord")],
)
def test_a_theme_can_be_named_before_and_after_the_command(call, monkeypatch, arguments):
    seen = []
    monkeypatch.setenv("BP_TUTOR_THEME", "dracula")
    monkeypatch.setattr(streams, "terminal", lambda *_: True)
    monkeypatch.setattr("tutor.tui.run.run", lambda _lesson, theme, *_, **__: seen.append(theme) or 0)
    call(*arguments)
    call("learn", "a-neuron")
    assert seen == ["nord", "dracula"]


LEARNERS = [
    (("--learner", "Ann", "learn", "a-neuron"), None, "Ann"),
    (("learn", "a-neuron", "--learner", " Ann "), "Bob", "Ann"),
    (("--learner", "Ann"), "Bob", "Ann"),
    (("learn", "a-neuron"), "Bob", "Bob"),
    (("learn", "a-neuron"), "", None),
    ((), None, None),
    (("learn", "a-neuron", "--learner", "Zoe\u0308"), None, "Zo\u00eb"),
    (("learn", "a-neuron", "--learner", "Zo\udcc3\udcab"), None, "Zo\u00eb"),
]


@pytest.mark.parametrize(("arguments", "environment", "name"), LEARNERS)
def test_what_is_kept_is_the_named_learner_s(call, monkeypatch, arguments, environment, name):
    seen = []
    if environment is not None:
        monkeypatch.setenv("BP_TUTOR_LEARNER", environment)
    monkeypatch.setattr(streams, "terminal", lambda *_: True)
    monkeypatch.setattr("tutor.tui.run.run", lambda _lesson, _theme, journal, **_: seen.append(journal) or 0)
    assert call(*arguments)[0] == 0
    assert [(journal.front, journal.learner) for journal in seen] == [("tui", name)]


def test_what_is_kept_says_which_front_it_was(call, monkeypatch):
    seen = []
    monkeypatch.setattr("tutor.tui.run.run", lambda _lesson, _theme, journal, **_: seen.append(journal.front) or 0)
    monkeypatch.setattr("tutor.plain.run", lambda *given, **_: seen.append(given[3].front) or 0)
    call("learn", "a-neuron", "--plain")
    monkeypatch.setenv("TEXTUAL_DRIVER", "tutor.tui.web:Driver")
    call("learn", "a-neuron")
    call()
    assert seen == ["plain", "web", "web"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "there is no name in it"),
        ("a" * 201, "a name may have 200 characters, this one has 201"),
        ("a\x1b[31m", "“a␛[31m” has a character in it that cannot be shown"),
    ],
)
def test_what_can_be_no_name_is_wrong_usage(call, name, said):
    for arguments in (("--learner", name), ("learn", "a-neuron", "--learner", name)):
        status, out, error = call(*arguments)
        assert (status, out) == (ExitStatus.USAGE, "")
        assert said in " ".join(error.split())
        assert one_message(error)


def test_a_name_of_the_environment_that_can_be_none_is_told_by_its_variable(call, monkeypatch):
    monkeypatch.setenv("BP_TUTOR_LEARNER", "a\x1b[31m")
    status, out, error = call("learn", "a-neuron")
    assert (status, out) == (ExitStatus.USAGE, "")
    assert "BP_TUTOR_LEARNER" in error
    assert "\x1b" not in error


@pytest.mark.parametrize("again", [True, False])
def test_a_lesson_begins_again_where_that_is_asked_for(call, monkeypatch, again):
    seen = []
    monkeypatch.setattr("tutor.tui.run.run", lambda *_, again: seen.append(again) or 0)
    monkeypatch.setattr("tutor.plain.run", lambda *_, again: seen.append(again) or 0)
    for terminal in (True, False):
        monkeypatch.setattr(streams, "terminal", lambda *_, terminal=terminal: terminal)
        call("learn", "a-neuron", *(["--again"] * again))
    assert seen == [again] * 2


def test_an_unknown_theme_is_told_before_any_screen(call, monkeypatch):
    monkeypatch.setattr(streams, "terminal", lambda *_: True)
    status, out, error = call("learn", "a-neuron", "--theme", "nor")
    assert (status, out) == (1, "")
    assert " ".join(error.split()).startswith("“nor” is no theme. Did you mean “nord”? There are bp-dark, bp-light, ")


def test_the_status_of_the_screens_is_that_of_the_program(call, monkeypatch):
    monkeypatch.setattr(streams, "terminal", lambda *_: True)
    monkeypatch.setattr("tutor.tui.run.run", lambda *_, **__: 143)
    assert call("learn", "a-neuron")[0] == 143


class Stream:
    closed = False

    def __init__(self, terminal=True, encoding="utf-8"):
        self.isatty = lambda: terminal
        self.encoding = encoding


def test_what_a_terminal_is(monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    assert streams.terminal(Stream(), Stream())
    assert not streams.terminal(Stream(), None)
    assert not streams.terminal(Stream(), Stream(terminal=False))
    assert streams.terminal(Stream(), Stream(encoding="latin-1"))
    monkeypatch.setenv("TERM", "dumb")
    assert not streams.terminal(Stream(), Stream())


@pytest.mark.parametrize("error", [RuntimeError("[/] unforeseen"), RecursionError(), MemoryError()])
def test_an_unforeseen_error_is_one_sentence_and_a_report(call, monkeypatch, tmp_path, error):
    def fail():
        raise error

    monkeypatch.setattr("tutor.cli.lessons.listed", fail)
    status, out, said = call("lessons")
    path = tmp_path / "home" / "crash-report.txt"
    assert (status, out) == (1, "")
    assert said == f"bp-tutor stopped because of a mistake of its own; the report is in {path}.\n"
    assert type(error).__name__ in path.read_text(encoding="utf-8")


def test_a_report_that_cannot_be_written_is_no_second_error(call, monkeypatch, tmp_path):
    def fail():
        raise ValueError("unforeseen")

    nowhere = tmp_path / "file"
    nowhere.write_text("", encoding="utf-8")
    monkeypatch.setenv("BP_TUTOR_HOME", str(nowhere / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(nowhere))
    monkeypatch.setattr("tutor.cli.lessons.listed", fail)
    said = call("lessons")[2]
    assert "no report could be written (ValueError: unforeseen)" in said


def test_a_report_among_temporary_files_has_a_new_name_and_one_reader(call, monkeypatch, tmp_path):
    def fail():
        raise ValueError("unforeseen")

    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("BP_TUTOR_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("tutor.cli.lessons.listed", fail)
    for count in (1, 2):
        said = call("lessons")[2]
        found = sorted(tmp_path.glob("bp-tutor-crash-*.txt"))
        assert len(found) == count
        assert [str(path) in said for path in found].count(True) == 1
    assert all(path.stat().st_mode & 0o077 == 0 and "unforeseen" in path.read_text() for path in found)


def test_what_the_user_can_mend_has_status_1_and_an_interruption_130(call, monkeypatch):
    for error, expected in ((TutorError("mend it"), (1, "", "mend it\n")), (KeyboardInterrupt(), (130, "", None))):

        def fail(error=error):
            raise error

        monkeypatch.setattr("tutor.cli.lessons.listed", fail)
        status, out, said = call("lessons")
        assert (status, out) == expected[:2]
        assert said.strip() == (expected[2] or "Interrupted.").strip()


# As a process


def test_a_command_loads_no_other():
    program = """
import sys
from tutor.cli.main import COMMANDS, run
assert run(["learn", "--help"]) == 0
loaded = {name.rpartition(".")[2] for name in sys.modules if name.startswith("tutor.cli.")}
assert loaded & set(COMMANDS) == {"learn"}, loaded
assert not {name for name in sys.modules if name.startswith(("tutor.progress", "tutor.output.sheet"))}
"""
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL, timeout=60)


def test_a_pipe_that_is_closed_early_is_no_error():
    program = f"{sys.executable} -m tutor solve two-outputs | head -n 1"
    done = subprocess.run(["sh", "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "Two outputs and one update\n"
    assert done.stderr == ""


def test_a_reader_that_stops_in_the_middle_of_much_is_no_error(tmp_path):
    row = [0.01] * 60
    path = tmp_path / "large.toml"
    layers = "".join(f"[[network.layer]]\nW = {[row] * 60}\nb = {row}\n" for _ in range(2))
    head = 'format = 1\ntitle = "Large"\n[network]\nactivation = "tanh"\nloss = "half-squared-error"\n'
    text = f"{head}x = {row}\ny = {row}\n"
    path.write_text(text + layers, encoding="utf-8")
    for form in ("json", "text"):
        with subprocess.Popen(
            [sys.executable, "-m", "tutor", "solve", str(path), "--format", form],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            process.stdout.read(10)
            process.stdout.close()
            assert process.stderr.read() == b""
            assert process.wait(timeout=60) == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
def test_output_that_cannot_be_written_is_told():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tutor", "lessons"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == "Standard output could not be written: No space left on device.\n"


def test_a_file_that_cannot_be_read_is_told_by_its_name(call, monkeypatch):
    def fail():
        raise PermissionError(errno.EACCES, "Permission denied", "/a\x1bb")

    monkeypatch.setattr("tutor.cli.lessons.listed", fail)
    assert call("lessons") == (1, "", "“/a␛b” could not be read or written: Permission denied.\n")


NO_OUTPUT = "Standard output could not be written: it is closed.\n"


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    "arguments", ["lessons", "learn a-neuron", "solve a-neuron", "check a-neuron", "", "learn nix"]
)
def test_of_streams_that_are_not_there_only_the_output_is_missed(streams, arguments):
    program = f"{sys.executable} -m tutor {arguments} {streams}"
    done = subprocess.run(
        ["sh", "-c", program], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False
    )
    lost = " >&-" in f" {streams}"
    assert done.returncode == (1 if arguments == "learn nix" or lost else 0)
    assert done.stderr.endswith(NO_OUTPUT) == (streams == ">&-" and arguments != "learn nix")
    assert "Traceback" not in done.stdout + done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.parametrize("env", [{"TERM": "dumb"}, ASCII, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "latin-1"}])
@pytest.mark.parametrize(
    "arguments", [("solve", "worked-example"), ("learn", "worked-example"), ("lessons",), ("solve", "wröng")]
)
def test_any_terminal_and_any_locale_will_do(env, arguments):
    done = command(*arguments, env=env)
    assert done.returncode == (1 if "wröng" in arguments else 0)
    assert "Traceback" not in done.stderr
    if env is ASCII:
        assert done.stdout.isascii()
        assert done.stderr.isascii()


def test_a_page_for_a_terminal_without_the_letters_is_in_ascii():
    done = command("solve", "worked-example", env=ASCII)
    assert "\n  delta_2^(2) = 0.4*(-0.0794)*0.1767\n              ~ -0.00562\n" in done.stdout


def test_a_page_is_in_ascii_where_that_is_asked_for():
    pages = [command("solve", "worked-example", "--ascii"), command("--ascii", "solve", "worked-example")]
    assert pages[0].stdout == pages[1].stdout == command("solve", "worked-example", env=ASCII).stdout
    assert pages[0].stdout.isascii()


def test_a_lesson_line_by_line_is_in_ascii_where_that_is_asked_for(tmp_path):
    path = tmp_path / "été.toml"
    text = find("a-neuron").read_text(encoding="utf-8")
    path.write_text(re.sub('title = ".*"', 'title = "Été: σ′ · ½"', text, count=1), encoding="utf-8")
    done = command("learn", str(path), "--plain", "--ascii")
    assert done.returncode == 0
    assert done.stdout.startswith("Ete: sigma' . 1/2\n")
    assert done.stdout.isascii()


def test_nowhere_to_write_and_no_home_is_no_error(tmp_path):
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir(mode=0o500)
    env = {"HOME": str(nowhere), "BP_TUTOR_HOME": "", "XDG_DATA_HOME": "", "TMPDIR": str(nowhere)}
    for arguments in (("lessons",), ("solve", "a-neuron"), ("learn", "a-neuron", "--plain"), ("check", "a-neuron")):
        done = command(*arguments, env=env, cwd=nowhere)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_a_lesson_with_one_line_and_no_traceback():
    with subprocess.Popen(
        [sys.executable, "-m", "tutor", "learn", "a-neuron", "--plain"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A test that runs in the background may have been told to ignore Ctrl+C, and so would what it starts.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (there is one thread)
    ) as process:
        for line in process.stdout:
            if line.endswith("= ?\n"):
                break
        time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert out == (
        "\nInterrupted at step 1 of 8. None of the 10 questions was done.\n"
        "Everything is kept: type bp-tutor learn a-neuron, and it goes on there.\n"
    )
    assert error == ""
