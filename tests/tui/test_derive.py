"""The sheet of derivations: there at once, made again while more is looked for, never in the field's way."""

from helpers.pilot import running, text

from tutor.engine.network import Layer, Network
from tutor.expression.grammar import parse
from tutor.lesson.schema import Lesson
from tutor.lesson.steps import derived
from tutor.output import derivation


async def test_a_derivation_stands_there_at_once_and_grows_while_the_field_stays_as_quick(monkeypatch):
    class Slow:
        over, found = False, None

    slow = Slow()
    monkeypatch.setattr(derivation, "search", lambda *_: slow)
    network = Network((1.0,), (1.0,), (Layer(((0.5,),), (0.25,), "z / (1 + exp(-z))"),), "half-squared-error")
    async with running(Lesson("own", "Our own", network, derived(network))) as (app, pilot):
        for _ in range(3):
            await pilot.press("f8")
        await pilot.press("f9")
        await pilot.pause()
        assert "How it comes about" in text(app)
        assert "quotient rule" in text(app)
        assert derivation.LOOKING in text(app)
        slow.over, slow.found = True, parse("sigmoid(z)*(1 + z - z*sigmoid(z))", names=("z",))
        await pilot.pause(0.3)
        assert derivation.LOOKING not in text(app)
        assert "= σ(z)·(1 + z − z·σ(z))" in text(app)
        slow.over = False
        await pilot.press("5")  # goes to the field below, and closes the sheet
        await pilot.pause(0.3)
        assert app.screen.focused.value == "5"
        assert "How it comes about" not in text(app)
