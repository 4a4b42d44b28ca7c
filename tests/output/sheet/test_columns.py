"""The header of a sheet, and the file that it stands in."""

import os
import threading

import pytest
from helpers.sheets import HEADER, StandIn, marked, results

from tutor.errors import TutorError
from tutor.output.sheet import records

ROW = "ann,z,1,1,,0"


@pytest.fixture
def sheet(tmp_path):
    return tmp_path / "sheet.csv"


def refused(sheet, content):
    with pytest.raises(TutorError) as problem:
        marked(sheet, content)
    return str(problem.value).removeprefix(str(sheet))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_is_written_is_like_what_was_read(sheet, delimiter, end, mark):
    text = mark + f"{HEADER}{end}{ROW}{end}".replace(",", delimiter)
    out, _ = marked(sheet, text)
    added = ",verdict,mistake,expected,message", ",correct,,0.0000,"
    assert out == mark + f"{HEADER}{added[0]}{end}{ROW}{added[1]}{end}".replace(",", delimiter)


def test_columns_may_be_in_any_order_and_others_pass_through_untouched(sheet):
    out, _ = marked(sheet, 'note,answer,k,,j,layer,quantity,learner,note\n"a, ""b""\nc",0,,=x,1,1,z,007, é \n')
    assert out == (
        "note,answer,k,,j,layer,quantity,learner,note,verdict,mistake,expected,message\n"
        '"a, ""b""\nc",0,,=x,1,1,z,007, é ,correct,,0.0000,\n'
    )


def test_names_of_columns_may_have_spaces_and_capitals_and_stay_as_they_are(sheet):
    out, _ = marked(sheet, " Learner,QUANTITY,Layer ,J,K,Answer\n" + ROW + "\n")
    assert out.startswith(" Learner,QUANTITY,Layer ,J,K,Answer,verdict,")
    assert '"learner": "ann"' in marked(sheet, form="json")[0]


def test_a_quoted_header_and_blank_lines_before_it_are_read(sheet):
    header = '"learner";"quantity";"layer";"j";"k";"answer"'
    out, _ = marked(sheet, f'\r\n \r\n{header}\r\n"ann";"z";"1";"2";"";"0,25"\r\n')
    assert out.splitlines()[1] == "ann;z;1;2;;0,25;correct;;0.2500;"


def test_quotation_marks_stand_where_they_are_needed_and_empty_lines_are_left_out(sheet):
    out, _ = marked(sheet, f'"note",{HEADER}\n\n"a,b","ann","z","1","1","","0"\n\n')
    assert out == f'note,{HEADER},verdict,mistake,expected,message\n"a,b",ann,z,1,1,,0,correct,,0.0000,\n'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("inner", ["\n", "\r\n", "\r"])
def test_line_ends_within_cells_stay_whatever_the_rows_end_with(sheet, end, inner):
    out, _ = marked(sheet, f'"two{inner}lines",{HEADER}{end}"x{inner}y",{ROW}{end}')
    assert out == (
        f'"two{inner}lines",{HEADER},verdict,mistake,expected,message{end}"x{inner}y",{ROW},correct,,0.0000,{end}'
    )


def test_a_column_name_may_hold_a_line_end(sheet):
    out, _ = marked(sheet, f'"two\nlines",{HEADER}\nx,{ROW}\n')
    assert results(out)[0]["two\nlines"] == "x"


def test_a_marked_sheet_can_be_marked_again(sheet):
    once, _ = marked(sheet, f"{HEADER},note\n{ROW},a\nann,z,1,2,,1,b\nann,z,9,2,,1,c\n")
    assert marked(sheet, once)[0] == once
    swapped = "message,verdict,learner,quantity,layer,j,k,answer\nold,old,ann,z,1,2,,1\n"
    assert marked(sheet, swapped)[0] == (
        "message,verdict,learner,quantity,layer,j,k,answer,mistake,expected\n"
        "Left out.,wrong,ann,z,1,2,,1,bias-omitted,0.2500\n"
    )


@pytest.mark.parametrize("first", ["sep={}", "SEP={}", '"sep={}"', "sep=|", "sep="])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_first_line_that_names_the_delimiter_is_read_over_and_given_back(sheet, first, delimiter, mark):
    first = first.format(delimiter)
    rows = f"{HEADER}\r\n{ROW}\r\nbob,z,1,1,,1\r\n{ROW}\r\n".replace(",", delimiter)
    out, totals = marked(sheet, f"{mark}{first}\r\n{rows}")
    assert out == f"{mark}{first}\r\n{marked(sheet, rows)[0]}"
    assert totals.rows == 3
    assert marked(sheet, out)[0] == out
    assert marked(sheet, f"{mark}{first}\r\n{rows}", "json")[0] == marked(sheet, rows, "json")[0]


def test_lines_are_counted_from_the_one_that_names_the_delimiter(sheet):
    _, totals = marked(sheet, f"sep=,\n\n{HEADER}\nann,z,9,1,,0\n")
    assert [line for line, _ in totals.told] == [4]
    assert refused(sheet, "sep=;\nann;z\n").startswith(":2: no column learner")
    assert refused(sheet, "sep=;\nsep=;\n").startswith(":2: no column learner")
    assert refused(sheet, "sep=;\n").startswith(": it is empty")


@pytest.mark.parametrize("above", [",,,,,\n", ";;\n\n", '"";""\n', " \n\t\n", '"\n"\n'])
def test_rows_of_empty_cells_above_the_header_are_read_over(sheet, above):
    row = ROW.replace(",", ";")
    out, _ = marked(sheet, f"{above}{HEADER.replace(',', ';')}\n{row}\n")
    assert out.splitlines()[1] == f"{row};correct;;0.0000;"


def test_missing_columns_are_told_at_once_with_what_was_found_and_may_be_meant(sheet):
    said = refused(sheet, "Student;quantitiy;layer;neuron;k;mark\nann;z;1;1;;0\n")
    assert said == (
        ":1: no column learner, quantity, j, answer; found “Student”, “quantitiy”, “layer”, “neuron”, “k”, “mark”; "
        "rename “Student” to learner, “quantitiy” to quantity, “neuron” to j."
    )
    assert "the first line is to name the columns" in refused(sheet, "ann,z,1,1,,0\n")


def test_a_column_that_is_there_twice_is_refused_only_if_it_means_something(sheet):
    assert refused(sheet, f"{HEADER},Answer\n") == (
        ":1: found answer twice, expected each column once; rename one of the two."
    )
    assert marked(sheet, f"{HEADER},note,note\n")[1].rows == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ": it is empty"),
        (b"\n \n", ": it is empty"),
        (b",,,,\n,,,,\n", ": it is empty"),
        (b" " * 200_000, ":1: found no end of the line"),
        (b"\xef\xbb\xbf", ": it is empty"),
        (f"{HEADER}\n".encode("utf-16"), ": found text in UTF-16, expected CSV in UTF-8; save the sheet again as “CSV"),
        (f"{HEADER}\n".encode("utf-16-le"), ":1: found NUL characters, expected CSV in UTF-8"),
        (b"PK\x03\x04xlsx", ": found a spreadsheet"),
        (b"\x1f\x8b\x08", ": found a compressed file"),
        (b"x" * 200_000, ":1: found no end of the line"),
        (f"{HEADER},n\xf6te\n".encode("latin-1"), ":1: found the byte 0xF6, which is not UTF-8; save"),
        (f"\n{HEADER}\nann,z,1,1,,0\n\nJos\xe9,z,1,1,,0\n".encode("latin-1"), ":5: found the byte 0xE9"),
        (f'{HEADER}\n"a\nb",z,1,1,,0\nJos\xe9,z\n'.encode("latin-1"), ":4: found the byte 0xE9"),
        (f'{HEADER}\n{ROW}\nann,z,1,1,,"0\n{ROW}\n'.encode(), ":3: found the end of the file inside a quoted cell"),
        (f'{HEADER}\n{ROW}\nann,z,1,1,,"0"1\n'.encode(), ":3: found text after a quoted cell"),
    ],
)
def test_what_is_no_sheet_is_told_with_its_line_before_anything_is_written(sheet, content, said):
    assert refused(sheet, content).startswith(said)


def test_a_byte_that_is_not_utf8_is_told_at_its_line_however_far_down(sheet):
    rows = f"{ROW}\n".encode() * 50_000
    for learners in (b"", b"bob,z,1,1,,0\nann,z,1,1,,0\n"):
        content = f"{HEADER}\n".encode() + learners + rows + b"\xff,z,1,1,,0\n" + rows
        line = 50_002 + learners.count(b"\n")
        assert refused(sheet, content).startswith(f":{line}: found the byte 0xFF")


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_file(sheet, monkeypatch):
    monkeypatch.setattr(records, "LONGEST_CELL", 1000)
    said = refused(sheet, f'{HEADER}\n{ROW}\nann,z,1,1,,"0\n' + f"{ROW}\n" * 1000)
    assert said.startswith(":3: found a cell of more than")


def test_a_header_alone_is_a_sheet_without_rows(sheet):
    out, totals = marked(sheet, HEADER)
    assert out == f"{HEADER},verdict,mistake,expected,message\n"
    assert list(totals.lines())[-1].startswith("0 rows of 0 learners: 0 correct,")
    assert marked(sheet, form="json")[0] == "[]\n"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "found a folder"),
        ("missing.csv", "missing.csv: no such file"),
        ("a\x1bb.csv", "a␛b.csv: no such file"),
        ("a\0b", "no file can have such a path"),
    ],
)
def test_a_path_that_leads_to_no_sheet_is_told(tmp_path, path, said):
    with pytest.raises(TutorError) as problem:
        marked(type("Path", (), {"__str__": lambda _: f"{tmp_path}/{path}"})())
    assert said in str(problem.value)
    assert "\n" not in str(problem.value)


def test_a_device_is_no_sheet():
    with pytest.raises(TutorError, match="found a device"):
        marked("/dev/zero")
    with pytest.raises(TutorError, match="it is empty"):
        marked(os.devnull)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
@pytest.mark.parametrize("rows", [f"{ROW}\n", f"{ROW}\nbob,z,1,1,,0\n{ROW}\n"])
def test_a_named_pipe_is_read_once(tmp_path, sheet, rows):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    content = f"{HEADER}\n{rows}"
    writer = threading.Thread(target=lambda: pipe.write_text(content))
    writer.start()
    piped, _ = marked(pipe)
    writer.join()
    assert piped == marked(sheet, content)[0]


def test_a_sheet_that_changes_meanwhile_is_told(sheet):
    class Changing(StandIn):
        def mark(self, batch):
            with sheet.open("a") as file:
                file.write(f"{ROW}\n")
            return super().mark(batch)

    sheet.write_text(f"{HEADER}\n{ROW}\n")
    with pytest.raises(TutorError, match="changed while it was marked"):
        marked(sheet, marks=Changing())
