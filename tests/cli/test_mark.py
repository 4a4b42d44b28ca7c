"""Marking sheets from the command line: pipes, terminals, interruptions, full disks."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers.commands import command
from helpers.sheets import HEADER

pytestmark = pytest.mark.exhaustive

MARK = [sys.executable, "-m", "tutor", "mark", "worked-example"]
ROWS = "Ann,a,1,1,,0.5\nAnn,a,1,2,,0.562\nAnn,z,2,1,,0.7997\nAnn,a,2,1,,0.690\nBob,z,2,1,,0.9\n"
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
TOTALS = "5 rows of 2 learners: 3 correct, 0 imprecise, 1 consistent, 1 wrong, 0 unreadable, 0 blank, 0 in error.\n"


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"{HEADER}\n{ROWS}", encoding="utf-8")
    return path


def large(path, learners=4000, shuffled=False):
    """A sheet that takes a while."""
    names = range(learners)
    places = ["z,1,1,,0", "z,1,2,,0.2499", "a,1,1,,0.5", "a,1,2,,0.56"]
    rows = [(name, place) for name in names for place in places]
    if shuffled:
        rows.sort(key=lambda row: row[1])
    path.write_text("\n".join([HEADER, *(f"l{name},{place}" for name, place in rows)]))
    return path


def verdicts(out):
    return [row["verdict"] for row in csv.DictReader(io.StringIO(out))]


def test_a_sheet_is_marked_and_totals_are_told(sheet):
    done = command("mark", "worked-example", str(sheet))
    assert (done.returncode, done.stderr) == (0, TOTALS)
    assert done.stdout.splitlines()[:5] == [
        f"{HEADER},verdict,mistake,expected,message",
        "Ann,a,1,1,,0.5,correct,,0.5000,",
        "Ann,a,1,2,,0.562,correct,,0.5622,",
        "Ann,z,2,1,,0.7997,wrong,bias-omitted,0.8997,You left out the bias: 0.7·0.5 + 0.8·0.562 is only Σ w·a; "
        "add b_1^(2) = 0.1.",
        "Ann,a,2,1,,0.690,consistent,,0.7109,Right for your z_1^(2) = 0.7997 (not right yet).",
    ]


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_a_sheet_may_come_on_standard_input(sheet, name):
    if name != "-" and not os.path.exists(name):
        pytest.skip("there is no /dev/stdin")
    done = command("mark", "worked-example", name, stdin=sheet.read_text())
    assert done.stdout == command("mark", "worked-example", str(sheet)).stdout
    shuffled = "\n".join([HEADER, *reversed(ROWS.splitlines())])
    found = verdicts(command("mark", "worked-example", name, stdin=f"{shuffled}\nBob,z,1,1,,0").stdout)
    assert found == ["correct", "consistent", "wrong", "correct", "correct", "correct"]
    with sheet.open() as redirected:
        done = subprocess.run([*MARK, name], stdin=redirected, capture_output=True, text=True, check=True)
    assert len(verdicts(done.stdout)) == 5


def test_standard_input_that_is_closed_is_told():
    done = subprocess.run(["sh", "-c", f"{' '.join(MARK)} - <&-"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Standard input: it is closed; name a CSV file, or send one through a pipe.\n"


def test_json_has_the_ends_of_what_is_right_and_the_version_of_the_rules(sheet):
    done = command("mark", "worked-example", str(sheet), "--format", "json")
    *_, first, _, _ = json.loads(done.stdout)
    assert (first["learner"], first["layer"], first["mistake"], first["rules"]) == ("Ann", "2", "bias-omitted", "1")
    assert first["low"] < 0.8997 < first["high"] < 1
    assert done.stderr == TOTALS


def test_a_row_in_error_is_told_with_its_line_and_status_1_after_all_is_written(sheet):
    sheet.write_text(f"{HEADER}\nAnn,z,9,1,,0\n{ROWS}", encoding="utf-8")
    done = command("mark", "worked-example", str(sheet))
    assert done.returncode == 1
    assert verdicts(done.stdout) == ["", "correct", "correct", "wrong", "consistent", "correct"]
    told, totals = done.stderr.splitlines()
    assert told == f"{sheet}:2: There is no layer 9: this network has layers 1 to 3."
    assert totals.endswith("1 in error.")
    assert command("mark", "worked-example", str(sheet), "--summary").returncode == 1


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", f"{HEADER}\nAnn\xff"])
def test_what_is_no_sheet_is_one_message_and_nothing_is_written(sheet, content):
    sheet.write_bytes(content.encode("latin-1"))
    done = command("mark", "worked-example", str(sheet))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(str(sheet))
    assert done.stderr.count("\n") == 1


def test_the_summary_is_a_page_or_json_in_place_of_the_rows(sheet):
    done = command("mark", "worked-example", str(sheet), "--summary")
    assert done.stdout.startswith("Backpropagation in a [3, 2, 2, 1] network\n=====")
    assert "\nz(2,1)    1 of 2   50  ■■■■■·····  bias-omitted 1\n" in done.stdout
    assert done.stderr == TOTALS
    assert command("mark", "worked-example", str(sheet), "--summary", "--format", "text").stdout == done.stdout
    data = json.loads(command("mark", "worked-example", str(sheet), "--summary", "--format", "json").stdout)
    assert data["slips"][0]["mistake"] == "bias-omitted"
    plain = command("mark", "worked-example", str(sheet), "--summary", env=ASCII)
    assert plain.stdout.isascii()
    assert "  #####.....  bias-omitted 1\n" in plain.stdout


@pytest.mark.parametrize("arguments", [("--summary", "--format", "csv"), ("--format", "text"), ("--format", "xml")])
def test_a_format_that_is_not_for_this_is_wrong_usage(sheet, arguments):
    done = command("mark", "worked-example", str(sheet), *arguments)
    assert (done.returncode, done.stdout) == (2, "")


def test_sheets_are_in_utf8_whatever_the_locale(sheet):
    content = f"{HEADER},größe\nJosé ☃,z,1,1,,0,naïve\n"
    sheet.write_text(content, encoding="utf-8")
    done = command("mark", "worked-example", str(sheet), env=ASCII)
    assert done.stdout == (f"{HEADER},größe,verdict,mistake,expected,message\nJosé ☃,z,1,1,,0,naïve,correct,,0.0000,\n")


def test_line_ends_and_the_line_that_names_the_delimiter_come_through_a_pipe():
    row = "Ann;z;1;1;;0"
    content = f"\ufeffsep=;\r{HEADER.replace(',', ';')}\r{row}\r"
    done = subprocess.run([*MARK, "-"], input=content.encode(), capture_output=True, check=True)
    assert done.stdout.decode() == (
        f"\ufeffsep=;\r{HEADER.replace(',', ';')};verdict;mistake;expected;message\r{row};correct;;0.0000;\r"
    )


def test_of_two_answers_each_says_which_counts(sheet):
    sheet.write_text(f"{HEADER}\nAnn,z,1,1,,0.855\nAnn,z,1,1,,hmm\nAnn,z,1,2,,\nAnn,z,1,2,,0.25\n")
    out = command("mark", "worked-example", str(sheet)).stdout
    said = [row["message"] for row in csv.DictReader(io.StringIO(out))]
    assert "A later row" not in said[0]
    assert said[1].endswith("An earlier row answers this and counts.")
    assert said[2:] == ["A later row answers this again and counts in place of this one.", ""]


def test_a_reader_that_has_had_enough_is_no_error(tmp_path):
    for shuffled in (False, True):
        path = large(tmp_path / "large.csv", shuffled=shuffled)
        done = subprocess.run(
            ["sh", "-c", f"{' '.join(MARK)} {path} | head -n 1"], capture_output=True, text=True, check=False
        )
        assert done.stdout == f"{HEADER},verdict,mistake,expected,message\n"
        assert "Traceback" not in done.stderr
        assert "rror" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
def test_output_that_cannot_be_written_is_told(sheet):
    with open("/dev/full", "w") as full:
        done = subprocess.run([*MARK, str(sheet)], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "Standard output could not be written: No space left on device.\n" in done.stderr


@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&- 2>&-"])
def test_of_streams_that_are_not_there_only_the_output_is_missed(sheet, streams):
    done = subprocess.run(
        ["sh", "-c", f"{' '.join(MARK)} {sheet} {streams}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == (1 if streams == ">&-" else 0)
    assert "Traceback" not in done.stderr
    if streams == ">&-":
        assert "Standard output could not be written: it is closed.\n" in done.stderr


NO_BYTE = """
import resource, runpy, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
runpy.run_module("tutor", run_name="__main__")
"""
"""The program where no file may have a byte."""


@pytest.mark.exhaustive
@pytest.mark.skipif(sys.platform == "win32", reason="limits")
@pytest.mark.parametrize("copied", [False, True])
def test_no_room_for_temporary_files_is_told(tmp_path, copied):
    path = large(tmp_path / "large.csv", 100 if copied else 60_000, shuffled=True)
    with path.open() as stdin:
        done = subprocess.run(
            [sys.executable, "-c", NO_BYTE, "mark", "worked-example", "-" if copied else str(path)],
            stdin=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("A temporary file could not be written (")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_leaves_no_temporary_file(tmp_path):
    path = large(tmp_path / "large.csv", 60_000, shuffled=True)
    folder = tmp_path / "temporary"
    folder.mkdir()
    with (
        path.open() as stdin,
        subprocess.Popen(
            [*MARK, "-"],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(folder), "SQLITE_TMPDIR": str(folder)},
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 (there is one thread)
        ) as process,
    ):
        time.sleep(1)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, error = process.communicate(timeout=30)
    assert (process.returncode, out, error.strip()) == (130, "", "Interrupted.")
    assert list(folder.iterdir()) == []


def painted(arguments, **streams):
    """What a command paints on a terminal that is its standard error."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [*MARK, *arguments], stderr=slave, env={**os.environ, "TERM": "xterm", "LC_ALL": "C.UTF-8"}, **streams
    ) as process:
        os.close(slave)
        found = b""
        try:
            while part := os.read(master, 65536):
                found += part
        except OSError:  # the other end was closed
            pass
        process.wait()
    os.close(master)
    return found.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal")
def test_a_bar_is_shown_on_a_terminal_for_what_takes_more_than_a_second(tmp_path, sheet):
    path = large(tmp_path / "large.csv", 40_000)
    with (tmp_path / "out.csv").open("w") as out:
        said = painted([str(path)], stdout=out)
        assert "Marking  [" in said
        assert "100%" in said
        assert said.splitlines()[-1].startswith("160,000 rows of 40,000 learners")
        assert painted([str(sheet)], stdout=out).replace("\r\n", "\n") == TOTALS


@pytest.mark.exhaustive
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a process alone")
def test_a_million_rows_take_no_more_memory_than_some(tmp_path):
    # Not quite a million, but in any order; tests/bench/marking.py has the whole of it. The peak is read from /proc,
    # since that of getrusage begins with the peak of whoever started the process: of these tests.
    program = (
        "import sys; from tutor.cli.main import run; status = run(sys.argv[1:]);"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'));"
        "print(peak.split()[1], file=sys.stderr)"
    )
    path = large(tmp_path / "large.csv", 30_000, shuffled=True)
    with (tmp_path / "out.csv").open("w") as out:
        done = subprocess.run(
            [sys.executable, "-c", program, "mark", "worked-example", str(path)],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
        )
    *_, peak = done.stderr.split()
    assert int(peak) < 200_000
