import errno
import io
import json
import re

import pytest
from helpers.commands import command
from helpers.lessons import lesson_of
from helpers.networks import REFERENCE, networks
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.engine.solution import solve
from tutor.errors import TutorError
from tutor.event import PASSED, SHOWN, SIGNS, Word
from tutor.expression.read import Readable
from tutor.expression.read import read as read_answer
from tutor.lesson.locate import builtin, find
from tutor.lesson.read import read
from tutor.lesson.schema import Lesson, Marking
from tutor.output.solution import rows
from tutor.output.words import ALOUD, WORDS
from tutor.plain import run
from tutor.voice import ENDLESS, LONGEST

GLYPHS = {sign.glyph for sign in (*SIGNS.values(), SHOWN, PASSED)}


@pytest.fixture(scope="module")
def worked():
    return read(find("worked-example"))


def said(lesson, *lines):
    """What is said when these lines are typed, and the status."""
    out = io.StringIO()
    status = run(lesson, io.StringIO("".join(f"{line}\n" for line in lines)), out)
    assert status == 0
    return out.getvalue()


def answers(lesson):
    return [row.shown for row in rows(lesson, solve(lesson.network))]


def test_a_step_is_said_as_it_stands_on_the_screen(worked):
    text = said(worked, *answers(worked)[:4])
    assert "\n\nStep 3 of 14, forward. Layer 2: each neuron's weighted sum.\n" in text
    assert "a 1 of layer 1, 0.5000, over the weight 0.7" in text
    assert "The bias of this neuron, b 1 of layer 2, is 0.1.\nz 1 of layer 2 = ?\n" in text


@pytest.mark.parametrize("name", builtin())
def test_typing_what_solve_shows_walks_every_built_in_lesson_through_a_pipe(name):
    shown = [q["shown"] for q in json.loads(command("solve", name, "--format", "json").stdout)["quantities"]]
    done = command("learn", name, "--plain", stdin="".join(f"{text}\n" for text in shown))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\nRight. ") == len(shown)
    assert not GLYPHS & set(done.stdout) - {"?"}
    assert f"How it went.\nAll {len(shown)} questions were right at once.\n" in done.stdout


@settings(max_examples=20, deadline=None)
@given(networks(), st.integers(2, 8))
def test_typing_what_solve_shows_walks_any_lesson(network, significant):
    lesson = lesson_of(network, significant)
    text = said(lesson, *answers(lesson))
    assert text.count("\nRight. ") == len(lesson.questions)
    total = len(lesson.questions)
    went = "Of 1 question, 1 was right at once." if total == 1 else f"All {total} questions were right at once."
    assert text.endswith(f"{went}\n")


def test_without_a_terminal_learn_goes_line_by_line_and_says_so():
    done = command("learn", "a-neuron", stdin="quit\n")
    assert done.returncode == 0
    assert done.stderr == "There is no full-screen terminal here, so the lesson goes line by line (--plain).\n"
    assert command("learn", "a-neuron", "--plain", stdin="quit\n").stderr == ""


def test_every_verdict_is_words_and_what_to_do(worked):
    text = said(worked, "1", "1", "0.0", "0.25", "0.5", "0.56", "0.7+", "(1", "1-0,4378")
    lines = text.splitlines()
    assert "Not yet. Go through the terms one by one, with their signs." in lines
    assert any(line.startswith("Not yet.") and line.endswith("counts as no new try.") for line in lines)
    assert "Right. z 1 of layer 1 = 0.0000." in lines
    assert "Right so far. Give 3 significant figures." in lines
    unreadable = [line for line in lines if line.startswith("Cannot be read. ")]
    assert len(unreadable) == 2
    assert unreadable[0].endswith("That is at its end.")
    assert "Right. a 2 of layer 1 = 0.5622. It was read as 0.5622." in lines


def test_the_place_of_what_cannot_be_read_is_said(worked):
    text = said(worked, "0.5 volt", "[bold]", "a\x1b[31m")
    assert "That is at character 5: v\n" in text
    assert "That is at character 2: b\n" in text
    assert "\x1b" not in text


def test_an_expression_is_echoed_exactly_where_that_is_short(worked):
    assert "It was read as 0.25." in said(worked, "0", "0,25")
    assert "It was read as 0.8998." in said(worked, *answers(worked)[:4], "0.7*0.5+0.8*0.5622+0.1")


def test_several_numbers_at_once_are_told_one_by_one(worked):
    text = said(worked, "0; 0.7")
    assert "\nRight. z 1 of layer 1 = 0.0000.\nz 2 of layer 1: not yet." in text
    assert text.rstrip().splitlines()[-4] == "z 2 of layer 1 = ?"
    assert "\nStep 2 of 14, " in said(worked, "0; 0.25")


def test_enter_on_an_open_question_only_asks_it_again(worked):
    text = said(worked, "", "", "0")
    assert text.count("z 1 of layer 1 = ?\n") == 3
    assert "1 was right at once" in text


def test_hints_come_one_by_one(worked):
    text = said(worked, "hint", "HINT ", "hint", "hint")
    assert re.findall(r"^Hint (\d)\. ", text, re.MULTILINE) == ["1", "2", "3", "3"]
    assert "$" not in text


def test_the_reveals_can_be_read_aloud_and_the_numbers_typed_back(worked):
    text = said(worked, *answers(worked)[:19], "show", "show", "show", "show")
    assert "The equation, BP2: delta of layer 1 equals" in text
    assert "As it is written: delta^(1) = ((W^(2))^T delta^(2)) .* sigma'(z^(1))\n" in text
    assert "In words: The errors of the next layer" in text
    numbers = text.partition("The numbers for delta 1 of layer 1:\n")[2].partition("delta 1 of layer 1 = ?")[0]
    assert numbers.startswith("Equals (0.7*(-0.00490) + 0.9*(-0.00562))*0.2500\nIs about (-0.00343 - 0.00505)*0.2500\n")
    for line in numbers.splitlines():
        read_back = read_answer(re.sub("Equals |Is about ", "", line))
        assert isinstance(read_back, Readable)
        assert read_back.values[0].number == pytest.approx(-0.00212, rel=5e-3)
    assert "Try it first, or type show once more" in text
    assert "The result: delta 1 of layer 1 = -0.00212.\n" in text
    assert "delta 1 of layer 1 = ? It is shown: press Enter to go on, or type it.\n" in text


def test_what_was_shown_may_be_left_by_enter_and_is_told_as_shown(worked):
    text = said(worked, "show", "show", "show", "show", "", "0.25", "known")
    assert "z 1 of layer 1 = 0.0000 (shown), z 2 of layer 1 = 0.2500\n" in text
    assert "1 was right at once, 1 was shown" in text
    assert "Known so far (for weights, biases and targets, type network):\nx 1 = 1.0, x 2 = 0.5, x 3 = -1.0\n" in text


def test_what_was_typed_wrong_is_known_as_typed(worked):
    assert "z 1 of layer 1 = 0.7 (not yet)\n" in said(worked, "0.7", "known")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("scratch 0.7*0.5 + 0.1", "It comes to 0.450.\n"),
        ("scratch", "Type scratch and arithmetic behind it, such as scratch 0.7*0.5 + 0.1, to have it worked out.\n"),
        ("scratch 0.7*", "That is at its end.\n"),
        ("scratch 0.7*w", "That is at character 5: w\n"),
    ],
)
def test_arithmetic_is_worked_out_and_asks_the_question_again(worked, typed, told):
    text = said(worked, typed)
    assert told in text
    assert text.count("z 1 of layer 1 = ?") == 2


def test_a_lesson_without_the_scratch_line_says_so(worked):
    plain = Lesson("t", "T", worked.network, worked.steps, None, Marking(scratch=False))
    assert "This lesson goes without the scratch line.\n" in said(plain, "scratch 1")


def test_help_tells_every_word_and_how_to_answer(worked):
    text = said(worked, "help")
    for word in Word:
        assert f"\n{word}: {(WORDS | ALOUD)[word]}\n" in text
    assert "3 significant figures" in text
    assert "exp" not in text
    plain = Lesson("t", "T", worked.network, worked.steps, None, Marking(4, functions=False))
    assert "4 significant figures" in said(plain, "help")
    assert "no answer calls a function" in said(plain, "help")


def test_next_passes_by_and_back_comes_back(worked):
    text = said(worked, "back", "next", "next", "back", "0", "", "0.5")
    assert "This is the first step.\n" in text
    assert "Passed by: z 1 of layer 1.\n" in text
    assert "z 1 of layer 1 = ? It is passed by: press Enter to go on, or type it.\n" in text
    assert text.count("Step 1 of 14") == 2
    assert text.count("How much does the loss change") == 1, "a page is read once"
    assert "1 was right at once, 1 was right with help, 1 was passed by and 19 were not done." in text


def test_back_at_a_step_that_is_right_waits_there(worked):
    text = said(worked, "0", "0.25", "back", "hint", "back", "", "0.5")
    assert "z 1 of layer 1 = 0.0000, right already. Press Enter to go on.\n" in text
    assert text.count("This is the first step.") == 1
    assert "Right. a 1 of layer 1 = 0.5000." in text


def in_order(text, *parts):
    """Whether the parts stand in the text, each after the one before."""
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def test_a_number_at_a_question_that_is_right_goes_on_first_and_is_marked_where_it_was_said_to_go(worked):
    text = said(worked, "0", ".25", "back", ".31")
    assert in_order(
        text,
        "z 1 of layer 1 = 0.0000, right already. Press Enter to go on.\n\nStep 2 of 14, ",
        "\na 1 of layer 1 = ?\nNot yet. Check the z that goes in, and ",
    )
    for line in ("", "known", " BACK "):
        assert said(worked, "0", ".25", "back", line).count("Step 2 of 14") == (2 if line == "" else 1)


def test_a_step_that_was_left_is_read_out_with_what_is_known_of_every_question(worked):
    text = said(worked, "0", "0.3", "next", "back", "0.25", "back")
    assert "z 1 of layer 1 = 0.0000, right already.\nInto z 2 of layer 1 come" in text
    text = said(worked, "0.3", "next", "show", "show", "show", "show", "", "0.9", "back")
    assert "Step 1 of 14, forward. Layer 1: each neuron's weighted sum.\nz 2 of layer 1 = 0.2500 (shown)\n" in text
    text = said(worked, *["next"] * 2, "0.9", "next", "0.8", "next", "back")
    assert "neuron's activation.\na 2 of layer 1 = 0.8 (yours, not yet, passed by)\nInto a 1 of layer 1 goes" in text


def test_a_mistake_is_named_in_words_and_the_second_time_shorter(worked):
    text = said(worked, "0; 0.25", "0.5; 0.5622", "0.7997", "0.7997", "next", "1.0122")
    whole = "Not yet. You left out the bias: 0.7*0.5 + 0.8*0.5622 is only the sum of w*a; add b 1 of layer 2 = 0.1."
    assert in_order(
        text,
        f"{whole}\nz 1 of layer 2 = ?\n",
        f"{whole} It is the same as before, and counts as no new try.\n",
        "Not yet. 1.0122 is without the bias; add b 2 of layer 2 = 0.2. Type show for the equation.\n",
    )


def test_a_mistake_stays_shorter_when_the_answer_comes_back(worked):
    text = said(worked, "0; 0.25", "0.5; 0.5622", "0.7997", "123", "0.7997")
    assert text.count("You left out the bias") == 1
    assert "Not yet. 0.7997 is without the bias" in text


def test_what_no_longer_follows_is_asked_again_with_its_number_and_why(worked):
    text = said(worked, "0.3", "next", "0.25", "0.5744", "back", "0")
    assert in_order(
        text,
        "Right. z 1 of layer 1 = 0.0000.\n",
        "a 1 of layer 1 = 0.5744 (not yet). This follows from your earlier z 1 of layer 1. Take the one that you put"
        " right.\n",
        "a 1 of layer 1 = ?\n",
    )


def test_what_follows_from_a_wrong_number_goes_on_and_can_be_typed_again(worked):
    left = ("0; 0.25", "0.5; 0.5622", "0.7997", "next", "1.2122", "0.6899")
    text = said(worked, *left, "known", "0.7707", "back", "8")
    assert in_order(
        text,
        "Into a 1 of layer 2 goes z 1 of layer 2, 0.7997, not right yet, through sigma.\na 1 of layer 2 = ?\n",
        "Follows from yours. Right for your z 1 of layer 2 = 0.7997 (not right yet).\nInto a 2 of layer 2 goes",
        "z 1 of layer 2 = 0.7997 (yours, not yet, passed by), z 2 of layer 2 = 1.2122\n",
        "a 1 of layer 2 = 0.6899 (follows from yours)\n",
        "Step 5 of 14",
        "Step 4 of 14",
        "a 1 of layer 2 = 0.6899, which follows from yours. Press Enter to go on, or type it again.\n",
        "Not yet.",
    )
    assert "1 was right by your own earlier numbers" in said(worked, *left)


def test_what_is_said_of_mistakes_has_no_signs_that_are_not_read_out(worked):
    text = said(worked, *answers(worked)[:8], "0.3494", "0.6506", "-0.0611", "0.122")
    assert text.count("\nNot yet. ") == 4
    assert not set("·½²′Σσδη−") & set(text.partition("Step 7 of 14")[2])


def test_a_lesson_whose_questions_are_all_passed_by_ends_too(worked):
    text = said(worked, *["next"] * 22)
    assert "The lesson is done." in text
    assert "All 22 questions were passed by." in text


def test_the_end_has_everything(worked):
    text = said(worked, *answers(worked)).partition("The lesson is done.")[2]
    for expected in (
        "z 1 of layer 2 = 0.8997, a 1 of layer 2 = 0.7109, sigma prime of z 1 of layer 2 = 0.2055,"
        " delta 1 of layer 2 = -0.00490\n",
        "\nL = 0.0611\nThe gradient of L with respect to w 1 1 of layer 1 = -0.00212\n",
        "In numbers: 1.0*0.2500*0.7*0.2055*0.3*0.2273*(-0.3494) = -0.000857. This is 40.4 percent of the gradient.\n",
        "\nThe gradient check.\n",
        "All 17 gradients agree",
        "is negative: a larger w 1 1 of layer 1 makes the loss smaller.\n",
        "\nHow it went.\nAll 22 questions were right at once.\n",
        "A smaller epsilon loses figures to rounding: the error grows tenfold for each tenth of epsilon.\n",
        "\nThe next lesson: Two outputs and one update. To begin it, type bp-tutor learn two-outputs --plain.\n",
    ):
        assert expected in text


def test_given_steps_and_prose_between_are_read_without_waiting(tmp_path):
    path = tmp_path / "given.toml"
    path.write_text(
        'format = 1\ntitle = "T"\n[network]\nactivation = "identity"\nloss = "half-squared-error"\n'
        "x = [2.0]\ny = [1.0]\n"
        '[[network.layer]]\nW = [[-0.5]]\nb = [0.25]\n[[step]]\nsay = "Read $z^{(1)}$ and − this."\n'
        '[[step]]\nask = "z"\nlayer = 1\ngive = true\n'
        '[[step]]\nask = "a"\nlayer = 1\nafter = "That was \\u001b[31mit."\n',
        encoding="utf-8",
    )
    text = said(read(path), "-0.75")
    assert (
        "\n\nRead z of layer 1 and - this.\n\nGiven. Layer 1: the neuron's weighted sum.\nz of layer 1 = -0.7500\n"
        in text
    )
    assert "\n\nStep 1 of 1, forward. Layer 1: the neuron's activation.\n" in text
    assert "\n\nThat was ␛[31mit.\n\nThe lesson is done." in text


def test_prose_stands_with_the_step_that_it_belongs_to():
    lesson = read(find("a-neuron"))
    text = said(lesson, *answers(lesson)[:2])
    assert in_order(
        text,
        "One neuron\n\nThe smallest network there is: ",
        "8 steps. Type each number",
        "\n\nStep 1 of 8, forward. Layer 1: the neuron's weighted sum.\nA neuron multiplies each input",
        "called z.",
        "\n\nInto z of layer 1",
        "\n\nStep 2 of 8, forward. Layer 1: the neuron's activation.\nThe sigmoid sigma of z equals",
        "Right. a of layer 1",
        "\n\nThis is the neuron's answer.",
        "\n\nStep 3 of 8, loss. The loss: how far the output is from its target.\nThe answer should",
    )


def test_the_end_of_input_tells_what_was_done_and_how_to_go_on(worked):
    for lines in (["0"], ["0", "quit"], ["0", "QUIT", "0.25"]):
        text = said(worked, *lines)
        assert "\nStopped at step 1 of 14. Of 22 questions, 1 was right at once and 21 were not done.\n" in text
        assert text.endswith("start the lesson again and type the answers that you have; they are not kept.\n")


def test_a_last_line_without_an_end_counts():
    out = io.StringIO()
    lesson = lesson_of(REFERENCE)
    assert run(lesson, io.StringIO("0\n0.25"), out) == 0
    assert "2 were right at once" in out.getvalue()


def test_a_line_that_is_too_long_is_refused_whole_and_one_without_end_ends_the_lesson(worked):
    text = said(worked, "0" * (3 * LONGEST), "0")
    assert text.count("Cannot be read.") == 1
    assert "Right. " in text

    class Endless(io.StringIO):
        read_so_far = 0

        def readline(self, size=-1):
            self.read_so_far += size
            return "0" * size

    stream, out = Endless(), io.StringIO()
    assert run(worked, stream, out) == 0
    assert stream.read_so_far <= ENDLESS + LONGEST
    assert "\nThis line has no end within 16,777,216 characters, so nothing more is read.\n" in out.getvalue()
    assert "Stopped at step 1 of 14." in out.getvalue()


def test_input_that_cannot_be_read_is_told_as_such(worked):
    class Broken(io.StringIO):
        def readline(self, _size=-1):
            raise IsADirectoryError(errno.EISDIR, "Is a directory")

    with pytest.raises(TutorError, match=r"^Standard input could not be read: Is a directory\.$"):
        run(worked, Broken(), io.StringIO())


def test_verdicts_need_no_letters_beyond_ascii(worked):
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii", errors="strict")
    run(worked, io.StringIO("0.7\n0\n1,,\n0.3\nnext\nquit\n"), out)
    out.flush()
    lines = raw.getvalue().decode("ascii").splitlines()
    assert "Not yet. Go through the terms one by one, with their signs." in lines
    assert "Right. z 1 of layer 1 = 0.0000." in lines
    assert any(line.startswith("Cannot be read. ") for line in lines)
    assert "Passed by: z 2 of layer 1." in lines


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text() | st.sampled_from([*Word, "0", "0.25", "", "0.5", "1", "1;2", "0;0.25"]), max_size=25))
def test_whatever_is_typed_ends_well_and_is_only_told(lines):
    lesson = read(find("worked-example"))
    out = io.StringIO()
    assert run(lesson, io.StringIO("\n".join(lines)), out) == 0
    text = out.getvalue()
    assert all(char.isprintable() or char == "\n" for char in text)
    assert "Stopped at" in text or "The lesson is done." in text


def test_nothing_is_drawn(worked):
    text = said(worked, "show", "show", "network", "known", *answers(worked))
    assert not re.search("[\u2190-\u21ff\u2500-\u259f₀-₉⁰-⁹ⱼₖ\x1b\t]", text)


def test_on_a_terminal_lines_end_at_blanks(worked, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setenv("COLUMNS", "50")
    out = Terminal()
    run(worked, io.StringIO("help\nquit\n"), out)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) < 50
    assert " ".join(" ".join(lines).split()) == " ".join(said(worked, "help", "quit").split())


def test_going_back_says_of_a_number_how_it_was_marked_and_not_what_could_not_be_read():
    lesson = read(find("a-neuron"))
    text = said(lesson, "0.8", "7", "-", "back", "")
    assert "\na of layer 1 = 7 (not yet)\n" in text
    assert text.casefold().count("cannot be read") == 1  # where it was typed
