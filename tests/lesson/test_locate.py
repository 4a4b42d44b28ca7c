import os
from pathlib import Path

import pytest

import tutor
from tutor.errors import TutorError
from tutor.lesson import locate
from tutor.lesson.locate import TEACHING_ORDER, builtin, find, folder, missing


def test_the_built_in_lessons_are_found_in_teaching_order():
    assert tuple(builtin()) == TEACHING_ORDER
    assert all(path.is_file() and path.parent == folder() for path in builtin().values())


def test_a_name_is_a_built_in_lesson_even_beside_a_file_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "worked-example").write_text("")
    assert find("worked-example") == folder() / "worked-example.toml"


@pytest.mark.parametrize("name", ["./worked-example", "a/b", "none.toml", f"x{os.sep}y", "/worked-example"])
def test_a_separator_or_the_ending_makes_a_path_that_stays_as_it_was_typed(name):
    assert find(name) == name


def test_any_other_name_of_a_file_is_a_path(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").write_text("")
    (tmp_path / "dangling").symlink_to("nowhere")
    assert find("mine") == "mine"
    assert find("dangling") == "dangling"


@pytest.mark.parametrize("name", [".", "..", "folder"])
def test_a_folder_is_a_path_too(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    assert find(name) == name


def test_a_file_that_was_named_without_its_ending_is_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-lesson.toml").write_text("")
    (tmp_path / "My lesson.toml").write_text("")
    with pytest.raises(TutorError, match=r"“a-lesson”\. Did you mean “a-lesson\.toml”"):
        find("a-lesson")
    with pytest.raises(TutorError, match=r"“my-lesson”\. Did you mean “My lesson\.toml”"):
        find("my-lesson")


@pytest.mark.parametrize(
    ("file", "advice"),
    [
        ("./worked-example", "worked-example, without ./, is the built-in lesson"),
        ("worked-example.toml", "worked-example, without .toml, is the built-in lesson"),
        ("mylesson.toml", "did you mean my-lesson.toml?"),
        ("./My-Lesson.TOML", f"did you mean {os.path.join('.', 'my-lesson.toml')}?"),
        ("sub/leson.toml", f"did you mean {os.path.join('sub', 'lesson.toml')}?"),
        ("none/lesson.toml", "check the folder: there is no none"),
        ("zzz.toml", "check the name"),
        ("ml.toml", "check the name"),
        ("q" * 5000 + ".toml", "check the name"),
    ],
)
def test_a_file_that_is_not_there_is_told_with_what_is_near(tmp_path, monkeypatch, file, advice):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-lesson.toml").write_text("")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "lesson.toml").write_text("")
    assert missing(file) == advice


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("worked-exmple", "worked-example"), ("Worked-Example", "worked-example"), ("two-output", "two-outputs")],
)
def test_an_unknown_name_is_told_with_the_nearest(name, nearest):
    with pytest.raises(TutorError, match=f"“{name}”. Did you mean “{nearest}”"):
        find(name)


@pytest.mark.parametrize("name", ["", "zzz", "\x1b[31m", "\ud800", "a\0b", "x" * 10_000])
def test_a_name_like_no_other_is_told_in_one_short_line(name):
    with pytest.raises(TutorError) as raised:
        find(name)
    assert str(raised.value).isprintable()
    assert len(str(raised.value)) < 300
    assert "bp-tutor lessons" in str(raised.value)


def installed(tmp_path, monkeypatch):
    package = tmp_path / "tutor"
    (package / "lesson").mkdir(parents=True)
    monkeypatch.setattr(locate, "__file__", str(package / "lesson" / "locate.py"))
    return package


def test_an_installed_package_has_its_lessons_inside(tmp_path, monkeypatch):
    package = installed(tmp_path, monkeypatch)
    (package / "_lessons").mkdir()
    (package / "_lessons" / "zeta.toml").write_text("")
    (package / "_lessons" / "two-outputs.toml").write_text("")
    (package / "_lessons" / "alpha.toml").write_text("")
    (tmp_path / "lessons").mkdir()
    (tmp_path / "pyproject.toml").write_text('name = "bp-tutor"')
    assert list(builtin()) == ["two-outputs", "alpha", "zeta"]


def test_a_checkout_has_them_beside_the_package_if_it_is_this_project(tmp_path, monkeypatch):
    installed(tmp_path, monkeypatch)
    (tmp_path / "lessons").mkdir()
    with pytest.raises(TutorError, match="install bp-tutor again"):
        folder()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "another"')
    with pytest.raises(TutorError):
        folder()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "bp-tutor"')
    assert folder() == tmp_path / "lessons"


def test_this_checkout_is_one_of_the_two():
    package = Path(tutor.__file__).parent
    assert folder() in (package / "_lessons", package.parent / "lessons")
