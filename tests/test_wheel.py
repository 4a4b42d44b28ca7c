"""The wheel, built and installed elsewhere: the program and its lessons are in it, and it needs no checkout."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The built wheel. hatchling builds it without an environment of its own, so that no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder that holds what the wheel holds, as an installer lays it out."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def bp_tutor(installed, tmp_path):
    """Run ``bp-tutor`` from the wheel alone, in an empty folder."""
    program = f"""
import pathlib, sys
sys.path.insert(0, {str(installed)!r})
import tutor.__main__
assert pathlib.Path(tutor.__file__).is_relative_to({str(installed)!r}), tutor.__file__
sys.exit(tutor.__main__.main())
"""

    def run(*arguments):
        # -P keeps the present folder out of the way of imports.
        command = [sys.executable, "-P", "-c", program, *arguments]
        environment = {**os.environ, "BP_TUTOR_HOME": str(tmp_path / "home")}
        return subprocess.run(
            command,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run


def test_the_wheel_holds_the_package_every_lesson_and_every_page_and_style_sheet_and_no_tests(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    lessons = {f"tutor/_lessons/{path.name}" for path in (CHECKOUT / "lessons").glob("*.toml")}
    package = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "tutor").rglob("*") if path.is_file()}
    assert len(lessons) >= 3
    assert lessons <= names
    assert {name for name in package if name.endswith((".py", ".tcss", ".typed", ".html", ".css", ".js"))} <= names
    assert not [name for name in names if not name.startswith(("tutor/", "bp_tutor-"))]


def test_the_wheel_installs_the_command_with_its_version_and_its_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        assert "bp-tutor = tutor.__main__:main" in archive.read(f"{info}/entry_points.txt").decode()
        assert any(name.endswith("/LICENSE") for name in archive.namelist())
        metadata = archive.read(f"{info}/METADATA").decode()
    namespace = {}
    exec((CHECKOUT / "tutor" / "__init__.py").read_text(encoding="utf-8"), namespace)
    assert f"\nVersion: {namespace['__version__']}\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata


def test_the_installed_program_lists_its_lessons(bp_tutor):
    done = bp_tutor("lessons")
    assert (done.returncode, done.stderr) == (0, "")
    for path in (CHECKOUT / "lessons").glob("*.toml"):
        assert path.stem in done.stdout


def test_the_installed_program_solves_the_worked_example(bp_tutor):
    done = bp_tutor("solve", "worked-example", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    solution = json.loads(done.stdout)
    assert solution["sizes"] == [3, 2, 2, 1]
    assert [entry["shown"] for entry in solution["quantities"]][-1] == "-0.00212"


def test_the_installed_program_walks_a_lesson_without_a_terminal(bp_tutor):
    done = bp_tutor("learn", "a-neuron", "--plain")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
