"""Sheets of lessons with several samples and updates, shared biases, thresholds or none."""

import csv
import io
import json

import pytest
from helpers.sheets import HEADER, marked, results
from helpers.written import BOOKS, book

from tutor.engine.solution import solve
from tutor.notation.number import shown
from tutor.output.sheet import run
from tutor.output.solution import rows
from tutor.quantity import PER_SAMPLE, Kind, Quantity

WIDE = f"{HEADER},sample,update,note"


@pytest.fixture
def sheet(tmp_path):
    return tmp_path / "sheet.csv"


def one(sheet, name, place):
    """The result of a row of a lesson; ``place`` is ``quantity,layer,j,k,answer,sample,update``."""
    out, _ = marked(sheet, f"{WIDE}\nann,{place},x\n", lesson=book(name))
    return results(out)[0]


def key_of(name, sample_of):
    """A sheet with every right answer of a lesson."""
    lesson = book(name)
    found = io.StringIO()
    writer = csv.writer(found)
    writer.writerow(WIDE.split(","))
    for row in rows(lesson, solve(lesson.network)):
        q = row.question
        writer.writerow(["ann", q.kind, q.layer, q.j, q.k, row.shown, sample_of(q), q.update, "kept"])
    return found.getvalue()


def really_marked(sheet, name, content, form):
    """The text of a sheet, marked by the marker itself."""
    sheet.write_text(content, encoding="utf-8")
    out = io.BytesIO()
    run.mark(book(name), str(sheet), out, form)
    return out.getvalue().decode()


@pytest.mark.parametrize("name", ["thresholds", "no bias", "all at once", "softmax", "online"])
def test_what_solve_shows_is_right_on_a_sheet(sheet, name):
    found = results(really_marked(sheet, name, key_of(name, lambda q: q.sample), "csv"))
    assert [row["verdict"] for row in found] == ["correct"] * len(book(name).questions)
    assert all(row["expected"] == row["answer"] and row["note"] == "kept" for row in found)


def test_the_sample_of_what_belongs_to_an_update_may_be_left_out_in_json_too(sheet):
    content = key_of("online", lambda q: q.sample if q.kind in PER_SAMPLE and q.update == 2 else "")
    found = json.loads(really_marked(sheet, "online", content, "json"))
    assert {row["verdict"] for row in found} == {"correct"}
    assert [(row["sample"], row["update"]) for row in found if row["quantity"] == "loss"] == [
        ("", str(update)) for update in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("name", "place", "said"),
    [
        ("shared", "z,1,1,,0,2,1", "This lesson has one sample: leave sample empty, or write 1."),
        ("shared", "z,1,1,,0,,3", "There is no update 3: this lesson has updates 1 to 2."),
        ("binary", "z,1,1,,0,3,1", "There is no sample 3: this lesson has samples 1 to 2."),
        ("binary", "dL_dW,1,1,1,0,2,1", "In update 1 dL_dW belongs to all samples together: leave sample empty."),
        ("binary", "W_new,1,1,1,0,2,2", "In update 2 W_new belongs to all samples together: leave sample empty."),
        ("online", "dL_dW,1,1,1,0,1,2", "In update 2 dL_dW belongs to sample 2: leave sample empty."),
        ("online", "z,1,1,,0,2,1", "Update 1 goes by sample 1 alone: there is no z of sample 2."),
        ("online", "loss,,,,0,3,1", "There is no sample 3: this lesson has samples 1 to 2."),
        ("shared", "b_new,1,2,,0,,1", "There is no j 2: layer 1 has one bias for all neurons."),
        ("no bias", "dL_db,1,1,,0,,", "This network has no biases, so there is no dL_db."),
        (
            *("no bias", "z,3,1,,0,,"),
            "There is no layer 3: this network has layers 1 to 2, counted with the input as layer 0.",
        ),
    ],
)
def test_what_a_lesson_has_not_says_what_it_has(sheet, name, place, said):
    found = one(sheet, name, place)
    assert (found["verdict"], found["message"]) == ("", said)


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("binary", "z,2,1,,0,2,2", ("z", 2, 1, None, 2, 2)),
        ("binary", "z,2,1,,0,,", ("z", 2, 1, None, 1, 1)),
        ("binary", "dL_db,2,1,,0,1,2", ("dL_db", 2, 1, None, 1, 2)),
        ("online", "delta,1,2,,0,,2", ("delta", 1, 2, None, 2, 2)),
        ("online", "dL_dW,1,2,1,0,,2", ("dL_dW", 1, 2, 1, 2, 2)),
        ("online", "loss,,,,0,2,2", ("loss", None, None, None, 2, 2)),
        ("online", "W_new,1,2,1,0,2,2", ("W_new", 1, 2, 1, 1, 2)),
        ("shared", "dL_db,2,,,0,,1", ("dL_db", 2, 1, None, 1, 1)),
        ("shared", "b_new,2,1,,0,,2", ("b_new", 2, 1, None, 1, 2)),
        ("fixed", "dL_db,2,2,,0,,", ("dL_db", 2, 2, None, 1, 1)),
    ],
)
def test_a_row_asks_for_the_sample_and_the_update_that_it_names(sheet, name, place, value):

    kind, *rest = value
    expected = solve(BOOKS[name]).value(Quantity(Kind(kind), *rest))
    assert one(sheet, name, place)["expected"] == shown(expected)
