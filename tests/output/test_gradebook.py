import csv
import json
from io import BytesIO, StringIO

import pytest

from tutor.output.gradebook import COLUMNS, write_csv, write_json
from tutor.progress.gradebook import Row
from tutor.progress.tally import Tally
from tutor.quantity import Kind, Quantity

FULL = Tally(True, 3, "wrong", "correct", hints=1, reveals=2, milliseconds=61_249)
FULL.mistakes.update(["bias-omitted", "sign-flipped", "bias-omitted"])
ROWS = [
    Row("Ann", "one", Quantity(Kind.DL_DW, 2, 1, 3, 1, 2), FULL),
    Row("Zoë, B.", "two", Quantity(Kind.LOSS, sample=2), Tally(True)),
]


def written(write, rows):
    out = BytesIO()
    write(iter(rows), out)
    return out.getvalue().decode()


def test_csv_has_the_columns_in_their_order_and_a_line_for_each_row():
    assert written(write_csv, ROWS) == (
        "learner,lesson,quantity,layer,j,k,sample,update,attempts,first_verdict,verdict,mistakes,hints,reveals,seconds\n"
        "Ann,one,dL_dW,2,1,3,1,2,3,wrong,correct,bias-omitted;sign-flipped,1,2,61.2\n"
        '"Zoë, B.",two,loss,,,,2,1,0,,,,0,0,0.0\n'
    )


def test_json_is_an_array_with_an_object_a_line_and_null_where_there_is_nothing():
    text = written(write_json, ROWS)
    first, second = json.loads(text)
    assert list(first) == list(second) == list(COLUMNS)
    assert [first[name] for name in ("learner", "k", "mistakes", "seconds")] == [
        "Ann",
        3,
        "bias-omitted;sign-flipped",
        61.2,
    ]
    assert [second[name] for name in ("layer", "first_verdict", "verdict", "mistakes", "attempts")] == [None] * 4 + [0]
    assert [len(text.splitlines()), text.isascii()] == [4, True]


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2500])
def test_any_number_of_rows_is_written_whole(count):
    rows = ROWS[:1] * count
    assert len(json.loads(written(write_json, rows))) == count
    assert written(write_csv, rows).count("\n") == count + 1


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula_to_a_spreadsheet_and_json_has_the_name_as_it_is(name):
    rows = [Row(name, name, Quantity(Kind.Z, 1, 1), Tally(True))]
    (_, cells) = csv.reader(StringIO(written(write_csv, rows)))
    assert cells[:2] == ["'" + name] * 2
    assert json.loads(written(write_json, rows))[0]["learner"] == name


@pytest.mark.parametrize("name", ["\t=1", "a\rb", "a\nb", "\x1b[31m", "\0"])
def test_a_name_that_is_no_text_is_made_one(name):
    text = written(write_csv, [Row(name, name, Quantity(Kind.Z, 1, 1), Tally(True))])
    assert len(text.splitlines()) == 2
    assert text.replace("\n", "").isprintable()
