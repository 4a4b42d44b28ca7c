"""What several tests of lesson files stand on."""

import pytest

from tutor.lesson.read import examine


@pytest.fixture
def problems(tmp_path):
    """The problems of a text as a lesson file, which is ``lesson.toml`` in the test's own folder."""

    def of(text):
        path = tmp_path / "lesson.toml"
        path.write_text(text, encoding="utf-8")
        return examine(path)[1]

    return of
