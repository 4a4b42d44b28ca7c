"""An entry as a row: what was written is read, whatever it is, and what was changed is noticed."""

import math
from contextlib import closing

import pytest
from helpers.stores import Lived, Z, keep
from hypothesis import given
from hypothesis import strategies as st

from tutor.marking.mark import Verdict
from tutor.progress import row
from tutor.progress.entry import Answer, Entry, Place, Prior, What
from tutor.progress.store import Store
from tutor.quantity import Kind, Quantity

counts = st.integers(0, 2**40)
numbers = st.floats(allow_nan=False)
texts = st.text(max_size=20) | st.text(st.characters(categories=["Cs", "Cc", "L"]), max_size=5)
codes = st.lists(st.sampled_from(("bias-omitted", "z(1,2,sample=2)", "sign")), max_size=3).map(tuple)
quantities = st.builds(
    Quantity, st.sampled_from(Kind), *[st.none() | st.integers(0, 9)] * 3, st.integers(1, 9), st.integers(1, 9)
)
answers = st.builds(
    Answer,
    texts,
    st.sampled_from(Verdict),
    st.none() | numbers,
    texts,
    codes,
    codes,
    st.lists(st.tuples(numbers, numbers), max_size=2).map(tuple),
    st.lists(st.builds(Prior, texts, numbers, numbers, st.none() | texts), max_size=2).map(tuple),
    st.booleans(),
)
entries = st.builds(
    Entry,
    st.sampled_from(What),
    st.integers(-(2**50), 2**50),
    st.integers(-840, 840),
    counts,
    counts,
    st.builds(Place, counts, texts, st.booleans(), counts, counts, counts),
    st.none() | quantities,
    st.booleans(),
    st.integers(0, 3),
    texts,
    st.none() | answers,
    counts,
    st.booleans(),
    st.sampled_from(("", "z", "BP2")),
    st.none() | st.booleans(),
    st.none() | texts,
)
ORIGIN = row.Origin("sitting", "attempt", "lesson", "material", "prose")


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A store's own table, so that its types are those of the store."""
    with closing(Store(tmp_path_factory.mktemp("rows") / "progress.db")) as store:
        store.db.execute("PRAGMA synchronous=OFF")
        yield store.db


def _through(db, origin, values, crc):
    """A row as the table gives it back."""
    db.execute("DELETE FROM log")
    marks = ", ".join("?" * (len(row.COLUMNS) + 5))
    db.execute(
        f"INSERT INTO log (id, sitting, attempt, edition, {', '.join(row.COLUMNS)}, crc) VALUES ({marks})",
        (7, 1, 1, 1, *values, crc),
    )
    return (*db.execute(f"SELECT id, {', '.join(row.COLUMNS)}, crc FROM log").fetchone(), *origin)


def _storable(value):
    """What is kept of a value: no halves of surrogates, no minus zero; no kinds of text."""
    if isinstance(value, str):
        return str.__str__(row.storable(value))
    if isinstance(value, tuple):
        found = tuple(_storable(each) for each in value)
        return type(value)(*found) if hasattr(value, "_fields") else found
    return value


@given(entries, st.none() | counts)
def test_what_was_written_is_read(table, entry, opportunity):
    values = row.values(3, opportunity, entry)
    found = row.record(_through(table, ORIGIN, values, row.checksum(ORIGIN, values)))
    assert (found.id, found.seq, found.opportunity, found.origin) == (7, 3, opportunity, ORIGIN)
    # Within JSON there is no table to be fitted into, and half a surrogate stays what it is.
    priors = entry.answer.priors if entry.answer else ()
    if found.entry.answer:
        assert found.entry.answer.priors == priors
        found = found._replace(entry=found.entry._replace(answer=found.entry.answer._replace(priors=())))
        entry = entry._replace(answer=entry.answer._replace(priors=()))
    assert found.entry == _storable(entry)
    assert isinstance(found.entry.what, What)


@given(entries, st.data())
def test_what_was_changed_is_noticed(table, entry, data):
    values = row.values(3, 1, entry)
    stored = _through(table, ORIGIN, values, row.checksum(ORIGIN, values))
    at = data.draw(st.integers(1, len(stored) - 1))
    other = 0 if stored[at] is None else None if isinstance(stored[at], float) else stored[at] * 2 or 1
    if isinstance(stored[at], str):
        other = stored[at] + "x"
    assert row.record(stored) is not None
    assert row.record((*stored[:at], other, *stored[at + 1 :])) is None


def test_no_number_is_kept_as_none_and_minus_zero_as_zero(table):
    for number, kept in ((math.nan, None), (-0.0, 0.0), (math.inf, math.inf)):
        answer = Answer("x", Verdict.UNREADABLE, number)
        entry = Entry(What.SUBMIT, 0, 0, 0, 0, Place(0, "", False, 0, 0, 1), answer=answer)
        values = row.values(1, None, entry)
        found = row.record(_through(table, ORIGIN, values, row.checksum(ORIGIN, values))).entry.answer.number
        assert found == kept
        assert found is None or math.copysign(1, found) == 1


def test_a_word_that_this_version_does_not_know_is_left_out(table):
    values = list(row.values(1, None, Lived().answer(Z, "0.5").entries[0]))
    values[row.COLUMNS.index("what")] = "sung"
    assert row.record(_through(table, ORIGIN, values, row.checksum(ORIGIN, values))) is None


def test_an_entry_whose_sitting_is_missing_is_read_as_damaged_and_not_overlooked(tmp_path):
    path = tmp_path / "progress.db"
    keep(path, "Ann", Lived().answer(Z, "0.5").answer(Z, "0.6"))
    with Store(path) as store:
        assert all(row.select(store.db))
        for table in ("sitting", "attempt", "edition"):
            with store.writing() as db:
                db.execute(f"CREATE TABLE aside AS SELECT * FROM {table}")
                db.execute(f"DELETE FROM {table}")
            assert list(row.select(store.db)) == [None, None]
            with store.writing() as db:
                db.execute(f"INSERT INTO {table} SELECT * FROM aside")
                db.execute("DROP TABLE aside")
