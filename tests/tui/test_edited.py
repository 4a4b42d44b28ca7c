"""What stands beside a field is about what was sent: it goes with the first change of the text, and nothing else."""

import pytest
from helpers.pilot import lesson, running, send, text

from tutor.tui.widgets.pane import Pane


def changed(before, after):
    """The lines that differ, as they were and as they are."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    return [(old, new) for old, new in pairs if old != new]


@pytest.mark.parametrize("size", [(30, 8), (80, 24), (120, 40)])
@pytest.mark.parametrize(("sent", "sign"), [("9", "✗"), ("0.1x", "?"), ("1/0", "?")])
async def test_the_sign_goes_with_the_first_edit_and_nothing_else_moves(size, sent, sign):
    async with running(lesson(), size) as (app, pilot):
        await send(pilot, sent)
        await pilot.pause()
        before = text(app)
        assert f" {sign}" in before
        await pilot.press("ctrl+u" if size == (80, 24) else "0")
        await pilot.pause()
        ((old, new),) = changed(before, text(app))
        assert f" {sign}" in old
        assert f" {sign}" not in new
        assert new.rstrip() in (new, old.partition(sign)[0].rstrip())
        await pilot.press("ctrl+u", *sent.replace(".", "."))
        await pilot.pause()
        assert f" {sign}" not in text(app).split("\n")[before.split("\n").index(old)]
        await pilot.press("enter")
        await pilot.pause()
        assert f" {sign}" in text(app).split("\n")[before.split("\n").index(old)]


async def test_a_number_with_too_few_figures_is_called_right_only_until_it_grows():
    async with running(lesson("softmax")) as (app, pilot):
        while app.screen.session.at == 0:
            field = app.screen.focused
            answer = app.screen.session.numbers.text(field.question)
            await send(pilot, answer[:4])
            if "≈ right so far" in text(app):
                break
        else:
            raise AssertionError("every answer of two decimals was right")
        await pilot.press("end", "8", "9")
        await pilot.pause()
        assert "≈ right so far" not in text(app)


async def test_a_result_of_the_scratch_line_is_an_edit_too():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "9")
        await pilot.press("f6", *"0*1", "enter")
        await pilot.pause()
        assert app.screen.fields[0].value == "0"
        assert "✗ not yet" not in text(app)


async def test_the_sign_comes_back_with_a_word_and_with_what_was_passed_by():
    async with running(lesson()) as (app, pilot):
        await send(pilot, "9")
        await pilot.press(*"hint")
        await pilot.pause()
        assert "✗ not yet" not in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "✗ not yet" in text(app)
        await pilot.press("5", "f8")
        await pilot.pause()
        assert "– passed by" in text(app)


async def test_keys_after_the_first_edit_paint_no_row_beside_the_fields(monkeypatch):
    async with running(lesson()) as (_, pilot):
        await send(pilot, "9")
        await pilot.press("1")
        shown = []
        monkeypatch.setattr(Pane, "show", lambda pane, _: shown.append(pane.id))
        await pilot.press(*"0.25")
        assert shown == []
