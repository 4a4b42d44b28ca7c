"""``practice``: questions in new networks, chosen for the learner."""

import sys
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from typing import TYPE_CHECKING, TypeVar

import click

from tutor.cli import streams
from tutor.cli.options import ASCII, journal, learner, read, theme

if TYPE_CHECKING:
    from tutor.practice.skill import Skill
    from tutor.practice.wish import Wish

T = TypeVar("T")
MOST = 10**9
"""The largest seed that can be asked for."""


def _spelt(option: str, read: Callable[[str], T], text: str | None) -> T | None:
    """What the text of an option means.

    Raises:
        click.BadParameter: with what is wrong with it, and what to write.
    """
    try:
        return None if text is None else read(text)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint=option) from problem


@click.command(short_help="Practise what you do not know yet.", epilog="Example: bp-tutor practice --size 3-2-2-1")
@click.option("--seed", type=click.IntRange(0, MOST), help="Which networks: the same number makes the same ones.")
@click.option("--size", metavar="SIZE", help="Inputs and neurons of each layer, as in 3-2-2-1; 2-2-2 unless given.")
@click.option("--activation", metavar="NAME", help="A built-in activation, or a formula in z; sigmoid unless given.")
@click.option("--like", metavar="LESSON", help="Networks like that of a lesson, with other numbers.")
@click.option("--skill", "only", metavar="SKILL", multiple=True, help="Only z, a, sigma_prime, BP1 … BP4, or several.")
@click.option(
    "--test-out", metavar="SKILL", help="Be asked at once for a skill that you are sure of, until that is clear."
)
@click.option("--give-mastered", is_flag=True, help="Give what is mastered, and do not ask for it again.")
@click.option("--plain", is_flag=True, help="Ask line by line: for screen readers, pipes and plain terminals.")
@learner()
@ASCII
@theme()
def practice(
    *,
    seed: int | None,
    size: str | None,
    activation: str | None,
    like: str | None,
    only: tuple[str, ...],
    test_out: str | None,
    give_mastered: bool,
    plain: bool,
    learner: str | None,
    ascii: bool,
    theme: str | None,
) -> int:
    """Practise in new networks: the question that helps most comes next, and it is said why.

    A skill is mastered when three answers in a row were right at once, on different numbers, and one more ten or more
    questions later. What is mastered is asked for again when it is time to look at it again.
    """
    sure = _skill("--test-out", test_out)
    wish = _wish(size, activation, like, (*only, test_out) if only and test_out else only, give_mastered=give_mastered)
    screens = not plain and streams.terminal(sys.__stdin__, sys.__stderr__)
    if not plain and not screens:
        streams.note("There is no full-screen terminal here, so practice goes line by line (--plain).")
    streams.use_letters(ascii, sys.__stderr__ if screens else sys.stdout)
    from tutor.practice.course import Practice, fresh_seed
    from tutor.practice.template import template
    from tutor.sitting import Sitting

    with closing(journal("tui" if screens else "plain", learner)) as kept:
        course = Practice(kept.knowledge(), fresh_seed() if seed is None else seed, wish)
        try:
            template(wish.size, wish.activation, wish.like)
            lacking = [skill for skill in (sure, *wish.only) if skill and course.lacks(skill)]
        except ValueError as problem:
            raise click.UsageError(f"There is no such network: {problem}") from problem
        if lacking:
            option = "--like" if like else "--size" if lacking[0] == "BP2" else "--activation"
            raise click.UsageError(f"No question asks for {lacking[0]} in such a network: choose another {option}.")
        sitting = Sitting(course, kept, test_out=sure)
        if screens:
            from tutor.tui.run import run as run_screens

            return run_screens(None, theme, kept, sitting=sitting)
        from tutor.plain_practice import run as run_plain

        return run_plain(sitting, sys.stdin or StringIO(), sys.stdout)  # a process may be started without the former


def _wish(
    size: str | None, activation: str | None, like: str | None, only: tuple[str, ...], *, give_mastered: bool
) -> "Wish":
    """What is to be practised."""
    from tutor.practice import template
    from tutor.practice.wish import Wish

    return Wish(
        _spelt("--size", template.size, size),
        _spelt("--activation", template.activation, activation),
        None if like is None else read(like),
        like or "",
        tuple(skill for text in only if (skill := _skill("--skill", text))),
        give_mastered,
    )


def _skill(option: str, text: str | None) -> "Skill | None":
    from tutor.practice.wish import skill

    return _spelt(option, skill, text)
