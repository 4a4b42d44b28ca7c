"""What a class did: misconceptions apart from slips, who needs help, and the page that says so."""

import json
from collections import Counter

import pytest
from helpers.sheets import HEADER, WORKED, StandIn

from tutor.engine.solution import solve
from tutor.marking.mark import Mark, Verdict
from tutor.marking.mistakes.table import MISTAKES
from tutor.output.sheet import report, run, summary
from tutor.quantity import ASKABLE


class Told(StandIn):
    """Marks as the answers say: 1 is right, 2 follows, 3 is imprecise, 4 is wrong, from 10 on a mistake."""

    def __init__(self, *mistakes):
        super().__init__()
        self.mistakes = mistakes

    def one(self, reading):
        number = getattr(reading, "number", None)
        if number is None:
            return super().one(reading)
        if number >= 10:
            return Mark(Verdict.WRONG, mistakes=self.mistakes[int(number) - 10])
        return Mark([Verdict.CORRECT, Verdict.CONSISTENT, Verdict.IMPRECISE, Verdict.WRONG][int(number) - 1])


PLACES = ("z,1,1,", "z,1,2,", "a,1,1,", "loss,,,", "delta,3,1,", "dL_dW,1,1,1")


def class_of(tmp_path, answers, *mistakes):
    """The summary of a class: for each learner an answer to each of ``PLACES``, or a text of rows."""
    path = tmp_path / "sheet.csv"
    rows = [
        f"{name},{place},{answer}" for name, own in answers.items() for place, answer in zip(PLACES, own, strict=False)
    ]
    path.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    return run.mark(WORKED, str(path), None, marks=Told(*mistakes))


def test_right_answers_are_counted_for_each_question(tmp_path):
    _, found = class_of(tmp_path, {"ann": "1234", "bob": ["2", "3", "??", ""]})
    counted = {str(q): (question.right, question.answers) for q, question in found.questions.items()}
    assert counted == {"z(1,1)": (2, 2), "z(1,2)": (1, 2), "a(1,1)": (0, 2), "loss": (0, 1)}
    assert (found.learners, found.all_right) == (2, 0)
    assert class_of(tmp_path, {"ann": "112", "bob": "1"})[1].all_right == 2


def test_only_the_row_that_counts_is_counted(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(f"{HEADER}\nann,z,1,1,,4\nann,z,1,1,,1\nann,z,1,1,,\n")
    _, found = run.mark(WORKED, str(path), None, marks=Told())
    (question,) = found.questions.values()
    assert (question.right, question.answers, found.all_right) == (1, 1, 1)


def test_the_same_mistake_at_two_quantities_is_a_misconception_and_once_is_a_slip(tmp_path):
    answers = {"ann": ["10", "10", "11"], "bob": ["10", "1", "1"], "cy": ["1", "10", "11"]}
    _, found = class_of(tmp_path, answers, ("bias-omitted",), ("exponent-sign",))
    assert found.misconceptions.learners == {"bias-omitted": 1}
    assert found.slips.learners == {"bias-omitted": 2, "exponent-sign": 2}


def test_the_places_of_a_mistake_are_those_of_the_learners_it_is_counted_for(tmp_path):
    answers = {"ann": ["10", "10"], "bob": ["10", "10"], "cy": ["1", "1", "10"], "di": ["10", "1"]}
    found = class_of(tmp_path, answers, ("bias-omitted",))
    _, counted = found
    assert counted.misconceptions.places == {"bias-omitted": {"z(1,1)": 2, "z(1,2)": 2}}
    assert counted.slips.places == {"bias-omitted": {"z(1,1)": 1, "a(1,1)": 1}}
    assert "  2  bias-omitted, at a(1,1), z(1,1)\n" in a_page(found)
    data = report.as_data(WORKED, *found)
    assert [(each["learners"], each["at"]) for each in (*data["misconceptions"], *data["slips"])] == [
        (2, {"z(1,1)": 2, "z(1,2)": 2}),
        (2, {"a(1,1)": 1, "z(1,1)": 1}),
    ]
    assert sum(counted.slips.places["bias-omitted"].values()) == counted.slips.learners["bias-omitted"]


def test_a_mistake_that_explains_many_rows_is_one(tmp_path):
    upstream = ("bias-omitted@z(1,1)",)
    _, found = class_of(tmp_path, {"ann": ["11", "1", "1", "10", "10", "10"]}, upstream, ("bias-omitted",))
    assert not found.misconceptions.learners
    assert found.slips.learners == {"bias-omitted": 1}
    by_name = {str(q): dict(question.mistakes) for q, question in found.questions.items()}
    assert by_name["z(1,1)"] == {"bias-omitted": 1}
    assert by_name["delta(3,1)"] == {"bias-omitted@z(1,1)": 1}


def test_of_mistakes_that_give_one_number_the_one_made_elsewhere_is_meant_else_the_first(tmp_path):
    either, own = ("term-omitted", "bias-omitted"), ("bias-omitted",)
    _, found = class_of(tmp_path, {"ann": ["10", "11"], "bob": ["10", "1"]}, either, own)
    assert found.misconceptions.learners == {"bias-omitted": 1}
    assert found.slips.learners == {"term-omitted": 1}


def test_what_comes_first_in_no_row_is_not_counted(tmp_path):
    farfetched = (("exponent-sign", "bias-omitted@z(1,1)"), ("target-ignored", "bias-omitted@z(1,2)"))
    _, found = class_of(tmp_path, {"ann": ["1", "1", "10", "11"]}, *farfetched)
    assert not found.misconceptions.learners
    assert found.slips.learners == {"exponent-sign": 1, "target-ignored": 1}


EITHER = ("term-omitted", "bias-omitted")


@pytest.mark.parametrize(
    ("rows", "misconceptions"),
    [
        ([EITHER, ("bias-omitted@z(2,1)",)], {"bias-omitted"}),
        ([EITHER, ("exponent-sign", "bias-omitted")], set()),
        ([EITHER, ("term-omitted",), ("bias-omitted",)], {"term-omitted"}),
        ([EITHER, ("term-omitted",), ("bias-omitted",), ("bias-omitted",)], {"bias-omitted"}),
        ([EITHER, ("term-omitted",), ("bias-omitted@z(2,1)",), ("bias-omitted@z(2,1)",)], {"term-omitted"}),
        ([EITHER, ("term-omitted@z(1,1)",), ("bias-omitted",)], set()),
    ],
)
def test_of_several_codes_another_than_the_first_is_counted_if_it_comes_first_elsewhere(tmp_path, rows, misconceptions):
    _, found = class_of(tmp_path, {"ann": [str(10 + at) for at in range(len(rows))]}, *rows)
    assert set(found.misconceptions.learners) == misconceptions


def test_slips_of_the_pen_are_no_misconception_however_many_there_are(tmp_path):
    answers = {"ann": ["10", "10", "11", "11", "4", "4"], "bob": ["1", "10"]}
    _, found = class_of(tmp_path, answers, ("decimal-slip",), ("digits-swapped",))
    assert not found.misconceptions.learners
    assert found.slips.learners == {"decimal-slip": 2, "digits-swapped": 1}
    assert found.slips.places["decimal-slip"] == {"z(1,1)": 1, "z(1,2)": 2}
    (ann,) = found.in_need()
    assert (ann.misconceptions, ann.slips) == ((), ("decimal-slip", "digits-swapped"))
    assert list(report._needs(ann)) == ["decimal-slip", "digits-swapped"]


def test_who_needs_help_has_a_misconception_or_fewer_than_half_right(tmp_path):
    answers = {
        "half": ["1", "1", "4", "4"],
        "fewer": ["1", "4", "4", ""],
        "blank": ["", "", "", "1"],
        "twice": ["10", "10", "1", "1", "1", "1"],
        "once": ["10", "1", "1", "1"],
    }
    _, found = class_of(tmp_path, answers, ("bias-omitted",))
    assert [each.learner for each in found.in_need()] == ["blank", "fewer", "twice"]
    assert found.helpless == 3
    twice = found.in_need()[2]
    assert (twice.right, twice.asked, twice.misconceptions, twice.slips) == (4, 6, ("bias-omitted",), ())


def test_of_many_who_need_help_those_who_need_it_most_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(summary, "MOST_IN_NEED", 3)
    answers = {f"l{n:02}": ["1"] * (n % 3) + ["4"] * 5 for n in range(12)}
    _, found = class_of(tmp_path, answers)
    assert found.helpless == 12
    assert {each.right for each in found.in_need()} == {0}
    assert len(found.in_need()) == 3


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake.code} {mistake.kinds[0]}")
def test_every_mistake_has_its_reason_for_the_quantity_it_was_made_at(mistake):
    for kind in mistake.kinds:
        found = report.because(mistake.code, Counter({f"{kind}(1,1)": 2, "loss": 1}))
        assert found in {each.because for each in MISTAKES if each.code == mistake.code and kind in each.kinds}
        assert "{" not in found


def a_page(found, style="screen"):
    totals, counted = found
    lines = list(report.page(WORKED, totals, counted, style))
    assert all(len(line) <= 80 for line in lines)
    assert all(line == line.rstrip() for line in lines)
    return "\n".join(lines)


def test_the_page(tmp_path):
    answers = {
        "Ann": ["1", "1", "1", "1", "1", "1"],
        "Bob": ["10", "10", "1", "3", "", ""],
        "\x1bJosé": ["1", "10", "11", "??", "4", "2"],
    }
    found = class_of(tmp_path, answers, ("bias-omitted",), ("exponent-sign",))
    assert (
        a_page(found)
        == """\
Backpropagation in a [3, 2, 2, 1] network
=========================================
3 learners, 18 rows: 9 right, 1 imprecise, 5 wrong, 1 unreadable, 2 blank.
1 learner had everything right.

question       right    %              what went wrong, and how often
z(1,1)        2 of 3   67  ■■■■■■■···  bias-omitted 1
z(1,2)        1 of 3   33  ■■■·······  bias-omitted 2
a(1,1)        2 of 3   67  ■■■■■■■···  exponent-sign 1
loss          1 of 3   33  ■■■·······  imprecise 1, unreadable 1
delta(3,1)    1 of 2   50  ■■■■■·····
dL_dW(1,1,1)  2 of 2  100  ■■■■■■■■■■

Misconceptions: the same mistake at two quantities or more
----------------------------------------------------------
  1  bias-omitted, at z(1,1), z(1,2)
     the bias is a part of z, whatever the inputs are

Slips: a mistake made once, or of the pen
-----------------------------------------
  1  bias-omitted, at z(1,2)
     the bias is a part of z, whatever the inputs are
  1  exponent-sign, at a(1,1)
     1/(1 + e^(−z)) grows with z, and with +z it would fall

Who needs help: a misconception, or fewer than half of the answers right
------------------------------------------------------------------------
  Bob    1 of 6 right  bias-omitted, 2 blank
  ␛José  2 of 6 right  bias-omitted once, exponent-sign once"""
    )
    assert "2 of 3   67  #######..." in a_page(found, "ascii")


def test_a_large_class_still_fits(tmp_path):
    codes = list({mistake.code for mistake in MISTAKES})
    answers = {f"学習者 {n} " + "x" * 30: [str(10 + (n + at // 2) % len(codes)) for at in range(6)] for n in range(400)}
    page = a_page(class_of(tmp_path, answers, *((code,) for code in codes)))
    assert "  and 380 more; --format json has all" in page
    assert f"  and {len(set(codes) - summary.PEN) - report.MOST_CODES} more; --format json has all\n" in page
    assert ", +" in page


def test_a_page_says_how_many_of_a_very_large_class_json_has(tmp_path, monkeypatch):
    for module in (report, summary):
        monkeypatch.setattr(module, "MOST_IN_NEED", 30)
    found = class_of(tmp_path, {f"l{n:02}": "44" for n in range(40)})
    assert a_page(found).endswith("  and 20 more; --format json has 30")
    assert len(report.as_data(WORKED, *found)["need_help"]) == 30


def test_a_page_of_nothing(tmp_path):
    page = a_page(class_of(tmp_path, {}))
    assert page.endswith("0 learners, 0 rows: 0 right.")


def test_a_question_that_nobody_answered_has_no_share(tmp_path):
    assert "\nz(1,1)    0 of 0" in a_page(class_of(tmp_path, {"ann": [""]}))


def test_all_and_none_are_said_of_all_and_none_only():
    for right, wrong, share in ((0, 0, 0), (0, 9, 0), (9, 0, 100), (1, 999, 1), (999, 1, 99), (1, 1, 50)):
        question = summary.Question()
        question.verdicts.update({Verdict.CORRECT: right, Verdict.WRONG: wrong})
        assert report._share(question) == share


def test_questions_stand_in_the_order_of_the_lesson_and_then_by_kind(tmp_path):
    path = tmp_path / "sheet.csv"
    solution = solve(WORKED.network)
    assert solution.loss > 0
    rows = ["dL_db,1,1,", "dL_dW,1,2,1", "dL_dW,1,1,1", "loss,,,", "a,1,1,", "z,2,1,", "z,1,1,"]
    path.write_text("\n".join([HEADER, *(f"ann,{row},1" for row in rows)]))
    _, found = run.mark(WORKED, str(path), None, marks=Told())
    names = [str(q) for q, _ in report.in_order(WORKED, found)]
    assert names == ["z(1,1)", "a(1,1)", "z(2,1)", "loss", "dL_dW(1,1,1)", "dL_dW(1,2,1)", "dL_db(1,1)"]
    assert len(ASKABLE) == 9


def test_the_data_hold_all_of_it(tmp_path):
    answers = {"Ann": ["1", "1"], "Bob": ["10", "10", "11", ""]}
    found = class_of(tmp_path, answers, ("bias-omitted",), ("exponent-sign",))
    data = json.loads(json.dumps(report.as_data(WORKED, *found), allow_nan=False))
    assert list(data) == [
        "format", "rules", "id", "title", "rows", "rows_in_error", "verdicts", "learners", "all_right", "questions",
        "misconceptions", "slips", "need_help", "need_help_more",
    ]  # fmt: skip
    assert (data["format"], data["rules"], data["id"], data["rows"], data["rows_in_error"]) == (
        1, "1", "worked-example", 6, 0,
    )  # fmt: skip
    assert list(data["verdicts"].values()) == [2, 0, 0, 3, 0, 1]
    assert data["questions"][0] == {
        "quantity": "z", "layer": 1, "j": 1, "k": None, "answers": 2, "right": 1,
        "verdicts": {"correct": 1, "imprecise": 0, "consistent": 0, "wrong": 1, "unreadable": 0, "blank": 0},
        "mistakes": [{"mistake": "bias-omitted", "learners": 1}],
    }  # fmt: skip
    (misconception,) = data["misconceptions"]
    assert misconception == {
        "mistake": "bias-omitted", "learners": 1, "at": {"z(1,1)": 1, "z(1,2)": 1},
        "because": "the bias is a part of z, whatever the inputs are",
    }  # fmt: skip
    assert data["need_help"] == [
        {
            "share": 0.0, "learner": "Bob", "right": 0, "asked": 4, "blank": 1,
            "misconceptions": ["bias-omitted"], "slips": ["exponent-sign"],
        }
    ]  # fmt: skip
    assert data["need_help_more"] == 0
