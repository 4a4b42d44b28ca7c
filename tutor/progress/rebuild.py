"""The summaries made anew from the log, for a whole store."""

from tutor.progress import row
from tutor.progress.learner import keep_knowledge, keep_summary
from tutor.progress.reader import learnt
from tutor.progress.store import Store
from tutor.progress.summary import Summary, after


def rebuild(store: Store) -> None:
    """Make ``place``, ``draft`` and ``knowledge`` of the log; entries that are damaged are left out.

    Raises:
        Unusable: the store cannot be written.
    """
    from tutor.practice.knowledge import Knowledge

    stands: dict[int, tuple[tuple[int, int, str, int], Summary, int]] = {}
    known: dict[int, Knowledge] = {}
    with store.writing() as db:
        for table in ("place", "draft", "knowledge"):
            db.execute(f"DELETE FROM {table}")
        learners = dict(db.execute("SELECT id, learner FROM attempt"))
        belongs = db.execute("SELECT attempt, edition FROM log ORDER BY id")
        for (attempt, edition), record in zip(belongs, row.select(db), strict=True):
            if record is None:
                continue
            learner = learners[attempt]
            before = stands[attempt][1] if attempt in stands else None
            where = attempt, learner, record.origin.lesson, edition
            stands[attempt] = where, after(before, record.entry), record.id
            if record.entry.skill:
                known[learner] = learnt(known.get(learner, Knowledge()), record.origin, record.entry)
        for where, summary, last in stands.values():
            keep_summary(db, where, None, summary, last)
        for learner, knowledge in known.items():
            keep_knowledge(db, learner, knowledge)
