import pytest
from helpers.practised import again

from tutor.engine.solution import solve
from tutor.event import Happening, Word
from tutor.explain.formula import priors
from tutor.marking.mark import Verdict
from tutor.notation.number import shown
from tutor.practice.networks import make
from tutor.practice.skill import Skill
from tutor.practice.tasks import alone, offered, seen
from tutor.practice.wish import Wish, skill
from tutor.quantity import Kind, Quantity, is_parameter
from tutor.session import Session


@pytest.fixture(scope="module")
def whole():
    return make(4)


def test_a_network_offers_every_question_of_a_skill_and_no_other(whole):
    found = offered(whole)
    assert set(found) == set(Skill)
    assert Quantity(Kind.DELTA, 2, 1) in found[Skill.BP1]
    assert Quantity(Kind.DELTA, 1, 1) in found[Skill.BP2]
    assert sum(map(len, found.values())) == len(whole.questions) - 1  # all but the loss
    assert Skill.BP2 not in offered(make(4, size=(2, 1)))


def test_every_question_can_be_answered_alone_with_all_it_needs_in_sight(whole):
    solution = solve(whole.network)
    for q in (q for questions in offered(whole).values() for q in questions):
        session = Session(alone(whole, q))
        assert [step.questions for step in session.steps] == [(q,)]
        assert all(session.value_text(p) for p in priors(whole.network, q) if not is_parameter(p))
        assert session.value_text(q) is None
        event = session.submit(shown(solution.value(q), whole.marking.significant))
        assert [answer.mark.verdict for answer in event.answers] == [Verdict.CORRECT]
        session.go_on()
        assert session.finished


def test_hints_reveals_and_named_mistakes_work_at_a_question_alone(whole):
    q = Quantity(Kind.Z, 2, 1)
    session = Session(alone(whole, q))
    solution, bias = solve(whole.network), whole.network.layer(2).b[0]
    (answer,) = session.submit(shown(solution.value(q) - bias, 4)).answers
    assert answer.mark.mistakes == ("bias-omitted",)
    assert [session.act(Word.HINT).what for _ in range(2)] == [Happening.HINT] * 2
    assert [session.act(Word.SHOW).level for _ in range(3)] == [1, 2, 3]


def test_what_was_seen_is_the_answer_and_what_was_given(whole):
    assert seen(whole, Quantity(Kind.DL_DB, 2, 1)) == {Quantity(Kind.DL_DB, 2, 1), Quantity(Kind.DELTA, 2, 1)}
    assert Quantity(Kind.A, 1, 2) in seen(whole, Quantity(Kind.Z, 2, 1))


@pytest.mark.parametrize(
    "wish", [Wish(), Wish((2, 1), "tanh"), Wish(size=(2, 1), activation="z / (1 + abs(z))"), Wish(named="a-neuron")]
)
def test_a_network_can_be_made_again_from_what_is_kept(wish):
    made = again(wish.seed("7-3"))
    assert again(wish.seed("7-3")) == made
    assert again(wish.seed("7-4")).network != made.network
    assert made.network.sizes == (wish.size or ((2, 1) if wish.named else (2, 2, 2)))
    assert made.network.layers[0].activation == (wish.activation or "sigmoid")


def test_what_was_wished_for_can_be_typed_again():
    assert Wish().options == ""
    wish = Wish((2, 3, 1), "z / (1 + abs(z))", named="my lesson.toml")
    assert wish.options == " --size 2-3-1 --activation 'z / (1 + abs(z))' --like 'my lesson.toml'"


@pytest.mark.parametrize(
    ("text", "found"), [("z", "z"), ("BP1", "BP1"), ("bp3", "BP3"), ("sigma'", "sigma_prime"), ("σ′", "sigma_prime")]
)
def test_skills_can_be_named(text, found):
    assert skill(text) is Skill(found)


def test_what_is_no_skill_is_told_with_those_that_there_are():
    with pytest.raises(ValueError, match="“BP5” is no skill: write one of z, a, sigma_prime, BP1, BP2, BP3, BP4"):
        skill("BP5")
