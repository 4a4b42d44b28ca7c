"""What stands between two questions of practice, and what is said once it ends, for every front alike."""

from tutor.explain.cells import Cell, Emphasis, Rows, width
from tutor.explain.flow import flow
from tutor.notation import charset, sentence
from tutor.notation.printable import printable
from tutor.notation.role import Role
from tutor.notation.symbols import symbol
from tutor.output import skills, view, walked
from tutor.practice.choice import Choice
from tutor.practice.course import Done, Practice, Walk
from tutor.practice.knowledge import Knowledge
from tutor.practice.skill import Skill
from tutor.practice.tasks import Task
from tutor.session import Session

HEADING = "Practice"
STAND = "How likely you know each of the seven skills, as far as your answers tell:"
MASTERED = "You have mastered {skill} already: there is nothing to be tested out of."
UNDER_WAY = "{skill}, which is not done yet."
FAILED = "The test of {skill} is over: it was not known. From now on it is asked for as the others are."
AGAIN = "The same networks come again with bp-tutor practice --seed {seed}{options}."
KEPT = "All of it is kept: {practice} goes on from there."
MAKING = "A network is being made …"
ABOUT = "One question at a time, each with all that it needs: the one that helps you most, and why."
"""What practice is, for the list of lessons."""


def heading(practice: Practice, columns: int, *, lined: bool) -> Rows:
    """The first row of a page between questions; below it a line, where there is room for one."""
    title, seed = Cell(f" {HEADING}", Role.PLAIN, Emphasis.STRONG), Cell(f"networks {practice.seed} ", Role.PLAIN)
    gap = Cell(" " * max(1, columns - width((title, seed))))
    return ((title, gap, seed), *((view.rule(columns),) if lined else ()))


def about(knowledge: Knowledge, now: int, columns: int) -> Rows:
    """What practice is, and how the skills stand, for the list of lessons.

    Args:
        knowledge: what is known of the learner.
        now: milliseconds since 1970, UTC.
        columns: the columns there are.
    """
    return (*flow((Cell(f" {ABOUT}"),), columns, 1), (), *skills.rows(knowledge, now, columns))


def between(found: Task | Walk | Done | str, practice: Practice, now: int, columns: int, rows: int) -> Rows:
    """What stands before a question: how the skills stand, and what comes next and why; or a worked example.

    Args:
        found: what comes next; or what is said in its place.
        practice: what is practised.
        now: milliseconds since 1970, UTC.
        columns: the columns there are; 58 or more.
        rows: the rows there are.
    """
    if isinstance(found, Walk):
        return walked.rows(walked.walked(found.lesson), found.skill, columns, rows)
    here = found.skill if isinstance(found, Task) else None
    bars = skills.rows(practice.knowledge, now, columns, here=here)
    stand = flow((Cell(f" {STAND}"),), columns, 1)
    test = view.line(failed(practice), columns)
    return (*stand, (), *bars, (), *test, *_coming(found, practice.asked, columns, begun=practice.decided))


def _coming(found: Task | Done | str, number: int, columns: int, *, begun: bool) -> Rows:
    """What comes next, and why."""
    if isinstance(found, str):
        return flow((Cell(f" {charset.spelt(found)}"),), columns, 1) if found else ()
    if isinstance(found, Done):
        lead, reason = _sentence(charset.spelt(found.choice.sentence)), ""
    else:
        lead = f"Question {number}: "
        reason = UNDER_WAY.format(skill=skills.label(found.skill)) if begun else why(found.choice)
    return flow((Cell(f" {lead}", Role.PLAIN, Emphasis.STRONG), Cell(reason)), columns, 1)


def why(choice: Choice) -> str:
    """Why a question comes now, on a screen."""
    return charset.spelt(f"{choice.sentence}.")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def ended(choice: Choice) -> str:
    """Why no question comes any more, to be read aloud."""
    return _sentence(skills.reason_said(choice))


def refused(skill: Skill) -> str:
    """What is said to one who asks to be tested out of what is mastered."""
    return MASTERED.format(skill=skills.name_said(skill))


def passed(session: Session) -> str:
    """The right number of a question of practice that was passed by, as it does not come back; else nothing."""
    q = next((q for q, state in session.states.items() if state.passed), None)
    if q is None:
        return ""
    name = symbol(q, session.lesson.network.naming)
    return sentence.screen(("Passed by: ", name, f" = {session.numbers.text(q)}."))


def failed(practice: Practice) -> str:
    """That a test has just come to an end, where it was not passed; else nothing."""
    return FAILED.format(skill=skills.name_said(practice.failed)) if practice.failed is not None else ""


def went(how: str, answered: int, known: int) -> str:
    """How the practice went."""
    if not answered:
        return f"{how}."
    if answered == 1:
        return f"{how}: 1 question, {'known' if known else 'not known'} at once."
    part = "none" if known == 0 else "all" if known == answered else str(known)
    return f"{how}: {answered} questions, {part} of them known at once."


def again(practice: Practice) -> str:
    """How the same networks come again."""
    return printable(AGAIN.format(seed=practice.seed, options=practice.wish.options))


def parted(practice: Practice, answered: int, known: int, *, kept: bool, learner: str | None) -> list[str]:
    """What is said once practice was left, in lines.

    Args:
        practice: what was practised.
        answered: how many questions said something of a skill.
        known: how many of them said that it is known.
        kept: whether all of it is there the next time.
        learner: the name that it is kept under.
    """
    return [went("Practice", answered, known), again(practice), *([going_on(learner)] if kept else [])]


def going_on(learner: str | None) -> str:
    """That all is kept, and what to type to go on."""
    if learner is None:
        return KEPT.format(practice="bp-tutor practice")
    from shlex import quote  # most learners have no name

    return KEPT.format(practice=f"bp-tutor practice --learner {printable(quote(learner))}")
