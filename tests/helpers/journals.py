"""A journal that keeps everything in memory, as a store would."""

from tutor.progress.attempt import Past, Standing
from tutor.progress.summary import after


class Memory:
    """What one attempt at a lesson comes to; ``fails`` makes it refuse to keep more."""

    trouble, failing, learner = "", False, None

    def __init__(self):
        self.entries, self.edition, self.runs, self.fails, self.waiting = [], None, [], False, 0

    def add(self, run, entries):
        if self.fails:
            self.waiting += len(entries)
            self.trouble, self.failing = "Nothing is kept.", True
            return
        self.edition = run.edition()
        self.runs.append(run)
        run.attempt = run.attempt or f"attempt {len(self.runs)}"
        self.entries += entries

    def prepare(self):
        pass

    def latest(self, lesson):
        if not self.entries:
            return None
        summary = None
        for entry in self.entries:
            summary = after(summary, entry)
        edition = self.edition
        standing = Standing(
            lesson=lesson,
            title=edition.title,
            attempt=self.runs[-1].attempt,
            place=summary.place,
            finished=summary.finished,
            answers=summary.answers,
            utc=summary.utc,
            material_hash=edition.material_hash,
            prose_hash=edition.prose_hash,
        )
        return Past(standing, edition, tuple(self.entries), summary.drafts)


def same(one, other):
    """Whether two sessions are at the same point, in everything that can be seen of them now or later."""
    for session in (one, other):
        _ = session._answering  # it is made at the first answer
    seen = [
        (
            session.states,
            (session.at, session.focus, session.reading, session.settled, session.visited),
            {at: level for at, level in session._hints.items() if level},
            session._equations,
            session._answering.named,
            session._answering._standing,
            [session.step_sign(i) for i in range(len(session.steps))],
            [session.value_text(q) for q in session.lesson.questions],
        )
        for session in (one, other)
    ]
    for mine, yours in zip(*seen, strict=True):
        assert mine == yours
    return True
