import json

import pytest
from helpers.stores import START, A, D, Lived, Z, keep

from tutor.marking.mark import Verdict
from tutor.notation import charset
from tutor.notation.columns import columns
from tutor.output.classroom import as_data, page
from tutor.progress.classroom import classroom
from tutor.progress.entry import What
from tutor.progress.people import people
from tutor.progress.store import Store
from tutor.quantity import Kind, Quantity


@pytest.fixture
def path(tmp_path):
    return tmp_path / "class.db"


@pytest.fixture(autouse=True)
def _utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")


def found(path):
    with Store(path) as store:
        return classroom(store.db, people(store.db))


def three(path):
    """Ann is at the end, Bob is stuck at the last question, and somebody has no name."""
    keep(path, "Ann", Lived().answer(Z, "1", skill="z", known=True).answer(A, "1").answer(D, "1", seconds=7200))
    stuck = Lived().answer(Z, "1").add(What.HINT, A, level=1).answer(A, "1")
    for _ in range(4):
        stuck.answer(D, "0.1", Verdict.WRONG, ("factor-two", "sign-flipped"), seconds=60)
    keep(path, "Bob", stuck)
    keep(path, None, Lived().answer(Z, "0.5", Verdict.WRONG, ("bias-omitted",), skill="z", known=False))


def test_the_page_says_who_is_where_and_where_the_class_is_stuck(path):
    three(path)
    lines = list(page(found(path)))
    nobody = next(line for line in lines if "learner-" in line)
    assert lines == [
        "The class",
        "=========",
        "",
        "Who is where (3 learners)",
        "-------------------------",
        "  learner           lessons   done  at once  hints  shown    time  last seen",
        "  Ann                1 of 1      3    100 %      0      0   2.0 h  2025-11-30",
        "  Bob                0 of 1      2     33 %      1      0   4 min  2025-11-30",
        "    one, step 3 of 3; stuck at delta(2,1) after 4 tries: factor-two, +1",
        nobody,
        "    one, step 1 of 3; stuck at z(1,1) after 1 try: bias-omitted",
        "",
        "Where the class is stuck: questions by how many were not right at once",
        "----------------------------------------------------------------------",
        "  one delta(2,1)  1 of 2   50 %  ████░░░░  1 open, factor-two 1, sign-flipped 1",
        "  one a(1,1)      1 of 2   50 %  ████░░░░",
        "  one z(1,1)      1 of 3   33 %  ███░░░░░  1 open, bias-omitted 1",
        "",
        "Mistakes, and how many learners made them",
        "-----------------------------------------",
        "  1  bias-omitted, at z(1,1)",
        "     the bias is a part of z, whatever the inputs are",
        "  1  factor-two, at delta(2,1)",
        next(line for line in lines if "½" in line),
        "  1  sign-flipped, at delta(2,1)",
        "     a wrong sign turns what follows from it the other way round",
        "",
        "Skills: how likely they are known, on average of those who were asked",
        "---------------------------------------------------------------------",
        next(line for line in lines if line.startswith("  z ")),
    ]
    assert lines[-1].endswith("2 learners, mastered by 0")


def crowd(path):
    """Names, lessons and questions as long as can be, in numbers."""
    names = ("Anna-Luise " * 18, "名" * 200, "σ" * 100, "\x1b[31mred\u202e", "e\u0301" * 90)
    for number, name in enumerate(names):
        for lesson in ("worked-example-of-a-network-with-many-layers", "名" * 40):
            lived = Lived(START * 10 ** (4 * (number == 3)))
            for index in range(12):
                question = Quantity(Kind.DL_DW, 10 + index, 11, 12, 3, 25)
                for _ in range(13):
                    lived.answer(question, "0.5", Verdict.WRONG, ("sigma-prime-omitted", "unmoved-input", "x" * 60))
            keep(path, name.strip()[:200], lived, lesson)


@pytest.mark.parametrize("style", ["screen", "ascii"])
def test_every_line_fits_whatever_there_is(path, style):
    crowd(path)
    charset.use(style)
    lines = [charset.written(line) for line in page(found(path))]
    assert max(map(columns, lines)) <= 80
    assert all(line.isprintable() for line in lines)
    assert all(line.isascii() for line in lines) or style == "screen"
    assert "  and 9 other questions; --format json has all" in lines


def test_to_be_read_aloud_nothing_is_drawn_and_each_learner_is_a_sentence(path):
    three(path)
    lines = list(page(found(path), plain=True))
    assert "Who is where (3 learners):" in lines
    assert (
        "Bob: 0 of 1 lesson finished, 2 questions done, 33 % right at once, 1 hint, 0 shown, 4 min, last seen "
        "2025-11-30, one, step 3 of 3; stuck at delta(2,1) after 4 tries: factor-two, sign-flipped."
    ) in lines
    assert not any(drawn in line for line in lines for drawn in ("█", "░", "==", "--"))


def test_the_data_have_all_of_it(path):
    three(path)
    data = json.loads(json.dumps(as_data(found(path)), allow_nan=False))
    assert data["format"] == 1
    assert data["lessons"] == [{"lesson": "one", "title": "Lesson one"}]
    ann, bob, _ = data["learners"]
    assert ann == {
        "learner": "Ann",
        "lessons_begun": 1,
        "lessons_finished": 1,
        "questions_done": 3,
        "questions_tried": 3,
        "right_at_once": 3,
        "hints": 0,
        "reveals": 0,
        "seconds": 7202.0,
        "last_seen": "2025-11-30T12:53:22+00:00",
        "at": {"lesson": "one", "at": 3, "steps": 3, "finished": True},
        "stuck": None,
        "mastered": [],
    }
    place = {"lesson": "one", "quantity": "delta", "layer": 2, "j": 1, "k": None, "sample": 1, "update": 1}
    assert bob["stuck"] == {**place, "tries": 4, "hints": 0, "mistakes": ["factor-two", "sign-flipped"]}
    mistakes = [{"mistake": "factor-two", "learners": 1}, {"mistake": "sign-flipped", "learners": 1}]
    assert data["questions"][0] == {**place, "tried": 2, "not_right_at_once": 1, "open": 1, "mistakes": mistakes}
    assert [each["mistake"] for each in data["mistakes"]] == ["bias-omitted", "factor-two", "sign-flipped"]
    assert data["mistakes"][0]["at"] == {"z(1,1)": 1}
    (skill,) = data["skills"]
    assert (skill["skill"], skill["learners"], skill["mastered"], skill["set_aside"]) == ("z", 2, 0, 0)


def test_a_clock_beyond_all_calendars_is_no_trouble(path):
    keep(path, "Ann", Lived(10**17).answer(Z, "1"))
    assert any(line.startswith("  Ann") for line in page(found(path)))
    assert as_data(found(path))["learners"][0]["last_seen"] is None
