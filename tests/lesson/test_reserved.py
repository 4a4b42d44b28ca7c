"""The name that practice is kept under is none for a lesson."""

import pytest

from tutor.lesson.locate import builtin
from tutor.lesson.problems import LessonError
from tutor.lesson.read import read


@pytest.mark.parametrize(("stem", "id"), [("mine", 'id = "practice"\n'), ("practice", "")])
def test_no_lesson_is_called_practice(tmp_path, stem, id):
    text = builtin()["a-neuron"].read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith("id =")]
    path = tmp_path / f"{stem}.toml"
    path.write_text(id + "".join(lines), encoding="utf-8")
    with pytest.raises(LessonError) as told:
        read(path)
    assert "practice is kept under this one" in str(told.value)
    path.write_text('id = "other"\n' + "".join(lines), encoding="utf-8")
    assert read(path).id == "other"
