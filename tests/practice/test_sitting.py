"""Practice in one run: it sees what was done in lessons, and what is next is sought beside the screen."""

from threading import Thread

from helpers.pilot import lesson

from tutor.event import Word
from tutor.practice.course import Practice
from tutor.practice.knowledge import Knowledge
from tutor.practice.skill import Skill
from tutor.practice.wish import Wish
from tutor.progress.journal import Journal
from tutor.shelf import Shelf
from tutor.sitting import Sitting

WISH = Wish(size=(2, 1))


def begun(journal=None):
    """Practice with its first question, on the shelf of a run."""
    shelf = Shelf(journal, Sitting(Practice(Knowledge(), 1, WISH), journal))
    shelf.sitting.go_on()
    return shelf, shelf.sitting


def give_up(recorder):
    """See the result."""
    for _ in range(3):
        recorder.act(Word.SHOW)


def do_a_lesson(shelf):
    """Give up on the first question of a lesson, which is one of z."""
    give_up(shelf.open(lesson("a-neuron")))


def test_practice_that_goes_on_sees_what_was_done_in_a_lesson():
    journal = Journal("tui")
    shelf, sitting = begun(journal)
    do_a_lesson(shelf)
    assert shelf.practise() is sitting
    assert sitting.practice.knowledge.opportunities(Skill.Z) == 1
    assert sitting.found is None, "a question that nobody has begun is chosen anew"
    sitting.go_on()
    assert sitting.practice.asked == 1
    journal.close()


def test_a_question_that_was_begun_stays_and_what_it_said_counts_once():
    journal = Journal("tui")
    shelf, sitting = begun(journal)
    asked = sitting.found
    sitting.recorder.submit("9999")
    do_a_lesson(shelf)
    shelf.practise()
    assert sitting.found is asked
    assert sitting.practice.knowledge.opportunities(asked.skill) == 1 + (asked.skill is Skill.Z)
    give_up(sitting.recorder)
    assert sitting.knowledge.opportunities(asked.skill) == 1 + (asked.skill is Skill.Z)
    assert sitting.knowledge == journal.knowledge()
    journal.close()


def test_without_anything_kept_practice_goes_by_itself():
    shelf, sitting = begun()
    sitting.recorder.submit("9999")
    shelf.practise()
    assert sitting.knowledge.questions == 1


def test_what_was_sought_beside_the_screen_is_what_comes():
    _, sitting = begun()
    give_up(sitting.recorder)
    sitting.hear()
    threads = [Thread(target=sitting.seek) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sitting.go_on() is sitting.practice.task
    assert sitting.practice.asked == 2
