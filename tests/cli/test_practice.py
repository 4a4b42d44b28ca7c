import errno
import io
import math
import re

import pytest
from helpers.commands import command
from helpers.practised import again

from tutor.engine.solution import solve
from tutor.errors import ExitStatus, TutorError
from tutor.notation.number import shown
from tutor.plain_practice import run
from tutor.practice import course
from tutor.practice.course import Practice
from tutor.practice.knowledge import TEST, Knowledge, SkillState
from tutor.practice.review import Memory
from tutor.practice.skill import Skill
from tutor.practice.wish import Wish
from tutor.progress.entry import What
from tutor.progress.journal import Journal
from tutor.recorder import Watch
from tutor.sitting import Sitting

pytestmark = pytest.mark.exhaustive

SMALL = Wish(size=(2, 1))
DAY = 86_400_000


class Typing(io.StringIO):
    """What a learner types: a line for each that is asked for, made of the present question."""

    def __init__(self, practice, answer, most):
        super().__init__()
        self.practice, self.answer, self.left = practice, answer, most

    def readline(self, _size=-1):
        self.left -= 1
        return "quit\n" if self.left < 0 else f"{self.answer(self.practice.task)}\n"


def right(task):
    return shown(solve(task.lesson.network).value(task.question), task.lesson.marking.significant)


def practised(answer, *, practice=None, journal=None, most=100, now=0, **more):
    """The practice, and what was said."""
    practice = practice or Practice(journal.knowledge() if journal else Knowledge(), 1, SMALL)
    out = io.StringIO()
    watch = Watch(wall=lambda: now * 10**6)
    assert run(Sitting(practice, journal, watch, **more), Typing(practice, answer, most), out) == 0
    return practice, out.getvalue()


NUMBER = r"(-?\d+\.?\d*)"
PAIRS = re.compile(rf", {NUMBER}, over the weight {NUMBER}")
LAST = re.compile(rf", is {NUMBER}\.\n")
ALL = re.compile(rf", {NUMBER}[,;.]")


def heard(text):
    """What a learner works out who has nothing but what was said of the last question."""
    asked = text.rpartition("\n\n")[2]
    name, _, _ = asked.splitlines()[-1].partition(" = ?")
    numbers = [float(number) for number in ALL.findall(asked)]
    last = float((LAST.findall(asked) or ["nan"])[-1])
    products = sum(float(one) * float(other) for one, other in PAIRS.findall(asked))
    if name.startswith("z"):
        return products + last
    if name.startswith("a"):
        return 1 / (1 + math.exp(-numbers[0]))
    if name.startswith("sigma"):
        return numbers[0] * (1 - numbers[0])
    if "Back to" in asked:
        return products * last
    if name.startswith("delta"):
        output, target, slope = numbers
        return (output - target) * slope
    return math.prod(numbers)


def in_order(text, *parts):
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


@pytest.fixture
def journal(tmp_path):
    found = Journal("plain", path=tmp_path / "progress.db")
    yield found
    found.close()


def test_who_is_right_always_masters_all_and_it_is_all_kept(journal, tmp_path):
    practice, text = practised(right, journal=journal)
    skills = set(Skill) - {Skill.BP2}
    assert all(practice.knowledge.of(skill).mastered for skill in skills)
    assert in_order(
        text,
        "Practice, in new networks",
        "z, weighted sums: ",
        "not asked yet.\n",
        "\nQuestion 1. z, since it has not been asked for yet.\n",
        "A new network: 2 inputs, then 1 neuron, with sigmoid.\n",
        "\nLayer 1: the neuron's weighted sum.\nInto z of layer 1 come x 1, ",
        "z of layer 1 = ?\nRight. z of layer 1 = ",
        "z, weighted sums: ",
        " percent, 1 asked; 1 of 3 in a row.\n",
        "\nQuestion 2. ",
        "\nNo question helps any more for now: 6 of 6 skills are mastered.\n",
        "\nDone: ",
        "How the seven skills stand:\n",
        "mastered, again in ",
        "The same networks come again with bp-tutor practice --seed 1 --size 2-1.\n",
        "All of it is kept: bp-tutor practice goes on from there.\n",
    )
    assert "Not yet" not in text
    assert "Step" not in text
    journal.close()
    kept = Journal("plain", path=tmp_path / "progress.db").knowledge()
    assert kept == practice.knowledge


def test_all_that_a_question_needs_is_said():
    out = io.StringIO()
    practice = Practice(Knowledge(), 4, Wish(size=(2, 2, 2)))
    assert run(Sitting(practice), Typing(practice, lambda _: heard(out.getvalue()), 40), out) == 0
    assert {skill for skill in Skill if practice.knowledge.of(skill).mastered}
    assert "Not yet" not in out.getvalue()
    assert out.getvalue().count("\nRight. ") >= 28


def test_what_is_due_is_asked_for_in_the_next_practice():
    mastered = SkillState(0.97, 5, 5, 3, mastered=True, memory=Memory(2.0, 5.0, 0, 2 * DAY))
    knowledge = Knowledge(60, dict.fromkeys(Skill, mastered))
    _, soon = practised(right, practice=Practice(knowledge, 1, SMALL), now=DAY)
    assert "Question 1" not in soon
    assert "mastered, again tomorrow.\n" in soon
    practice, later = practised(right, practice=Practice(knowledge, 1, SMALL), now=3 * DAY, most=1)
    assert re.search(r"\nQuestion 1\. z, since you have it mastered for a while", later)
    assert practice.knowledge.of(Skill.Z).due > 5 * DAY


def test_the_seed_of_each_question_makes_its_network_again(journal):
    asked = []
    practised(lambda task: asked.append(task) or right(task), journal=journal, most=9)
    past = journal.latest("practice")
    assert again(past.edition.seed).network == asked[-1].lesson.network
    assert past.entries[0].question == asked[-1].question


def test_the_same_seed_asks_the_same_questions():
    first, second = (practised(right, most=8)[1] for _ in range(2))
    assert first == second
    _, other = practised(right, most=8, practice=Practice(Knowledge(), 2, SMALL))
    assert other != first


def test_wrong_answers_hints_and_reveals_are_told_as_in_a_lesson_and_count_as_not_known():
    lines = iter(["1", "hint", "show", "show", "show", "known", "next", "back", "oh", "next"])
    practice, text = practised(lambda _: next(lines, "quit"))
    assert in_order(
        text,
        "Not yet. ",
        "Hint 1. ",
        "The equation",
        "The numbers for z of layer 1:\n",
        "The result: z of layer 1",
        "Given (for weights, biases and targets, type network):\nx 1 = ",
        "How the seven skills stand:\nz, weighted sums: ",
        "percent, 1 asked; the last was not known.\n",
        "Question 2. a, ",
        "What was asked before in practice does not come back.",
        "Cannot be read. ",
        "Passed by: a of layer 1 = ",
        "a, activations: ",
        "Question 3. ",
        "\nStopped: 2 questions, none of them known at once.\n",
    )
    assert [practice.knowledge.of(skill).recent for skill in (Skill.Z, Skill.A)] == [(False,), (False,)]
    assert set(filter(lambda letter: not letter.isascii(), text)) <= {*"“”"}


def test_what_is_stuck_is_worked_out_once():
    practice, text = practised(lambda task: "next" if task.skill is Skill.Z else right(task))
    assert practice.knowledge.of(Skill.Z).stuck
    assert text.count("Here is one worked out.") == 1
    example = text.partition("Here is one worked out.")[2].partition("\nQuestion")[0]
    assert in_order(
        example, "Layer 1: the neuron's weighted sum.", "The equation", "The numbers for", "The result: z of"
    )
    assert "z, weighted sums" not in text.partition("Here is one worked out.")[2].partition("\nDone")[0]
    assert "a worked example helps more" in text


def test_it_goes_on_where_it_was_left(journal):
    practice, text = practised(lambda task: "7" if task.skill is Skill.A else right(task), journal=journal, most=12)
    resumed = Practice(journal.knowledge(), 2, SMALL)
    _, more = practised(right, practice=resumed, journal=journal, most=0)
    standing = text.rpartition("How the seven skills stand:\n")[2].partition("The same networks")[0]
    assert standing.count("\n") == 7
    assert standing in more
    assert resumed.task.skill is Practice(practice.knowledge, 2, SMALL).next(0).skill


def test_who_is_sure_is_tested_out(journal):
    practised(right, journal=journal, most=0, test_out=Skill.BP3)
    assert journal.latest("practice").entries[0].what is What.TEST
    assert journal.knowledge().of(Skill.BP3).testing == 0
    practice, text = practised(right, journal=journal, most=TEST)
    assert text.count(". BP3, since you asked to be tested: ") == TEST
    assert practice.knowledge.of(Skill.BP3).mastered
    _, text = practised(right, journal=journal, most=1, test_out=Skill.BP3)
    assert "\nYou have mastered BP3 already: there is nothing to be tested out of.\n" in text
    assert "tested: " not in text


def test_a_test_that_was_not_passed_is_told():
    lines = iter(["next", "next", "next"])
    _, text = practised(lambda _: next(lines, "quit"), test_out=Skill.BP3)
    assert (
        text.count("\nThe test of BP3 is over: it was not known. From now on it is asked for as the others are.\n") == 1
    )
    assert "tested: 0 of 5" in text.partition("The test of BP3 is over")[0]


def test_more_figures_are_asked_for_where_that_tells_mistakes_apart():
    practice, text = practised(right, practice=Practice(Knowledge(), 8), most=3)
    whole = "A new network: 2 inputs, then layers of 2 and 2 neurons, with sigmoid."
    assert f"{whole} Here an answer carries 4 significant figures.\n" in text
    assert practice.task.lesson.marking.significant == 4
    assert "Right so far" not in text


def test_what_cannot_be_kept_is_said_first_and_last_and_practice_goes_on(tmp_path):
    (tmp_path / "progress.db").mkdir()
    _, text = practised(right, journal=Journal("plain", path=tmp_path / "progress.db"), most=4)
    told = [line for line in text.splitlines() if "progress.db" in line]
    assert len(told) == 2
    assert told[0].startswith("What you do is not being kept.")
    assert told[1].startswith("Your last 4 answers are not being kept.")
    assert "All of it is kept" not in text
    assert "Stopped: 4 questions, all of them known at once.\n" in text


def test_the_end_of_input_and_an_interruption_end_it_well():
    class Interrupted(io.StringIO):
        def readline(self, _size=-1):
            raise KeyboardInterrupt

    class Broken(io.StringIO):
        def readline(self, _size=-1):
            raise IsADirectoryError(errno.EISDIR, "Is a directory")

    out = io.StringIO()
    assert run(Sitting(Practice(Knowledge(), 1, SMALL)), io.StringIO(""), out) == 0
    assert "\nStopped.\nHow the seven skills stand:\n" in out.getvalue()
    out = io.StringIO()
    assert run(Sitting(Practice(Knowledge(), 1, SMALL)), Interrupted(), out) == ExitStatus.INTERRUPTED
    assert "\nInterrupted.\n" in out.getvalue()
    with pytest.raises(TutorError, match="Standard input could not be read"):
        run(Sitting(Practice(Knowledge(), 1, SMALL)), Broken(), io.StringIO())


def test_the_welcome_is_there_before_the_first_network(monkeypatch):
    out, said = io.StringIO(), []
    monkeypatch.setattr(course, "make", lambda *args, **more: said.append(out.getvalue()) or MAKE(*args, **more))
    assert run(Sitting(Practice(Knowledge(), 1, SMALL)), io.StringIO("quit\n"), out) == 0
    assert said[0].endswith("BP4, gradients of biases: 15 percent, not asked yet.\n")


MAKE = course.make


def test_practice_can_be_had_from_the_command_line_and_goes_on():
    done = command("practice", "--plain", "--seed", "3", "--size", "2-1", stdin="next\nquit\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nStopped: 1 question, not known at once.\n" in done.stdout
    more = command("practice", "--like", "a-neuron", "--skill", "BP1", "--skill", "z", stdin="")
    assert more.returncode == 0
    assert more.stderr.endswith("so practice goes line by line (--plain).\n")
    assert "percent, 1 asked; the last was not known.\n" in more.stdout
    assert re.search(r"\nQuestion 1\. (z|BP1), since ", more.stdout)
    other = command("practice", "--plain", "--learner", "Ann", "--activation", "tanh", stdin="")
    assert "1 asked" not in other.stdout
    assert ", with tanh." in other.stdout
    assert re.search(r"practice --seed \d+ --activation tanh\.\n", other.stdout)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--size", "9-1"), ExitStatus.USAGE, "“9-1” has the number 9"),
        (("--activation", "tahn"), ExitStatus.USAGE, 'did you mean "tanh"?'),
        (("--skill", "BP9"), ExitStatus.USAGE, "write one of z, a, sigma_prime"),
        (("--test-out", "loss"), ExitStatus.USAGE, "“loss” is no skill"),
        (("--seed", "-1"), ExitStatus.USAGE, "--seed"),
        (("--size", "2-1", "--activation", "softmax"), ExitStatus.USAGE, "two or more of them"),
        (("--size", "2-1", "--skill", "BP2"), ExitStatus.USAGE, "No question asks for BP2"),
        (("--like", "softmax", "--skill", "BP2"), ExitStatus.USAGE, "choose another --like"),
        (("--activation", "relu", "--skill", "a"), ExitStatus.USAGE, "choose another --activation"),
        (("--like", "vanishing-gradient"), ExitStatus.USAGE, "give a --size such as 3-2-2-1"),
        (("--like", "no-lesson"), ExitStatus.INPUT, "There is no lesson called “no-lesson”"),
    ],
)
def test_what_cannot_be_had_is_told_in_one_message(monkeypatch, capsys, arguments, status, said):
    from tutor.cli import main

    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    try:
        found = main.run(["practice", "--plain", *arguments])
    except TutorError as problem:
        found, error = ExitStatus.INPUT, str(problem)
    else:
        error = capsys.readouterr().err
    assert found == status
    assert said in " ".join(error.split())
    assert "Traceback" not in error
