import pytest

from tutor.explain.cells import text, width
from tutor.notation import charset
from tutor.output import skills, walked
from tutor.output.skills import FULL
from tutor.practice.choice import choose
from tutor.practice.knowledge import TEST, Knowledge, SkillState
from tutor.practice.networks import make
from tutor.practice.review import Memory
from tutor.practice.skill import Skill
from tutor.practice.tasks import alone, offered

DUE = 2 * 86_400_000
SOME = Knowledge(
    40,
    {
        Skill.Z: SkillState(0.97, 5, 5, 3, mastered=True, memory=Memory(2.0, 5.0, 0, DUE)),
        Skill.A: SkillState(0.62, 2, 1, recent=(False, True)),
        Skill.BP1: SkillState(0.12, 1, recent=(False,)),
        Skill.BP2: SkillState(0.08, 10, tries=10, stuck=True),
        Skill.BP3: SkillState(testing=0),
        Skill.BP4: SkillState(0.9, 4, 4, 39),
    },
)
"""One skill is mastered, one is on its way, one is stuck, one is being tested, one waits for what confirms it."""


@pytest.fixture(scope="module")
def lesson():
    return make(1, size=(2, 2, 1))


STATUS = [
    "mastered; again in 2 days",
    "1 of 3 in a row",
    "",
    "the last was not known",
    "10 without 3 in a row",
    f"test: 0 of {TEST} right",
    "4 in a row; one more later",
]


def test_each_skill_has_a_bar_with_its_number_and_how_it_stands():
    rows = skills.rows(SOME, 0, 80, here=Skill.A)
    assert max(map(width, rows)) <= 80
    lines = text(rows).splitlines()
    for line, standing, status in zip(lines, skills.standings(SOME, 0), STATUS, strict=True):
        assert line.count(FULL) == round(20 * standing.percent / 100)
        assert f" {standing.percent} %" in line
        assert line.rstrip().endswith(status)
    assert [line[0] for line in lines] == [" ", "▸", *" " * 5]
    assert "not asked" in lines[2]
    assert "2 asked" in lines[1]


@pytest.mark.parametrize("style", ["screen", "ascii"])
@pytest.mark.parametrize("now", [0, DUE])
@pytest.mark.parametrize("columns", [58, 76, 77, 80])
def test_the_bars_fit_and_say_how_each_skill_stands(columns, now, style):
    charset.use(style)
    rows = skills.rows(SOME, now, columns)
    assert max(map(width, rows)) <= columns
    for line, standing in zip(text(rows).splitlines(), skills.standings(SOME, now), strict=True):
        assert line.endswith(standing.status)
        assert (f"{standing.asked} asked" in line) == (columns >= 77 and standing.asked > 0)


def test_the_bars_can_be_told_without_letters_and_without_colour():
    charset.use("ascii")
    lines = charset.drawn(text(skills.rows(SOME, 0, 80, here=Skill.A))).splitlines()
    assert all(line.isascii() for line in lines)
    assert lines[0].split()[:2] == ["z", "#" * 19 + "."]
    assert lines[2].split()[0] == "sigma'"
    assert lines[1].startswith("> a")
    assert len({line.index("%") for line in lines}) == 1


def test_what_is_due_is_told():
    assert skills.standings(SOME, DUE)[0].status == "mastered; look again now"
    assert skills.standings(SOME, DUE - 86_400_000)[0].status == "mastered; again tomorrow"
    assert skills.standings(SOME, DUE - 3_600_000)[0].status == "mastered; again today"


def test_the_bars_are_sentences_for_listening():
    said = list(skills.said(SOME, 0))
    assert said[0] == "z, weighted sums: 97 percent, 5 asked; mastered, again in 2 days."
    assert said[1] == "a, activations: 62 percent, 2 asked; 1 of 3 in a row."
    assert said[2].startswith("sigma prime, slopes: ")
    assert said[2].endswith(" percent, not asked yet.")


def test_the_reason_is_told_on_screens_and_aloud():
    choice = choose(Knowledge(), 0, [Skill.SIGMA_PRIME])
    assert text(skills.reason(choice, 80)).startswith(" σ′, ")
    assert skills.reason_said(choice).startswith("sigma prime, ")
    weak = choose(Knowledge().observe(Skill.A, False, "x", 0), 0, [Skill.A])
    assert "percent" in skills.reason_said(weak)
    assert "%" not in skills.reason_said(weak)


@pytest.mark.parametrize("skill", Skill)
def test_an_example_has_its_equation_its_numbers_and_its_result(skill, lesson):
    q = offered(lesson)[skill][0]
    session = walked.walked(alone(lesson, q))
    result = session.numbers.text(q)
    rows = walked.rows(session, skill, 80, 20)
    assert len(rows) <= 20
    assert max(map(width, rows)) <= 80
    shown = text(rows)
    assert "Here is one worked out." in " ".join(shown.split())
    assert "numbers" in shown
    assert shown.rstrip().endswith(result)
    said = list(walked.said(session, skill))
    assert said[-1].endswith(f"{result.replace('−', '-')}.")
    assert any(line.startswith("The equation") for line in said)
    assert all(line.isascii() or skill is Skill.SIGMA_PRIME for line in said)
