"""The search for a shorter form of a derivative: SymPy in a process of its own, ended when its time is over."""

import atexit
import json
import subprocess
import sys
import threading
from functools import lru_cache
from pathlib import Path

from tutor.explain.derive.shorter import bounded, equal, length
from tutor.expression.grammar import parse
from tutor.expression.text import plain
from tutor.expression.tokens import Unreadable
from tutor.expression.tree import Node

SECONDS = 2.0
"""How long a search may take."""
PROGRAM = "import sys; sys.path.append(sys.argv[1]); from tutor.explain.derive.worker import main; main()"
"""What its process runs; the argument is where this package is, which need not be installed."""
MOST_FOUND = 100_000
"""The characters of what a search writes that are looked at."""


class Search:
    """A search that is under way or over. Nothing waits for it but ``wait``, and no error comes out of it.

    Attributes:
        found: the shortest equal form, once there is one; None where the form at hand is as short.
    """

    def __init__(self, node: Node, names: tuple[str, ...], seconds: float = SECONDS) -> None:
        """Begin it; what is too large is not searched at all."""
        self.node, self.names, self.seconds = node, names, seconds
        self.found: Node | None = None
        self._over = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        if not sys.executable or not bounded(node):
            self._over.set()
            return
        # No thread of the event loop's: a program that ends does not wait for it.
        threading.Thread(target=self._run, daemon=True).start()

    @property
    def over(self) -> bool:
        """Whether nothing more will be found."""
        return self._over.is_set()

    def wait(self) -> Node | None:
        """Wait until it is over, which takes no longer than a search may."""
        self._over.wait(self.seconds + 1.0)
        return self.found

    def stop(self) -> None:
        """End its process, if there is one."""
        process = self._process
        if process is not None and process.poll() is None:
            process.kill()

    def _run(self) -> None:
        try:
            self.found = self._best(self._output())
        except (OSError, ValueError, subprocess.SubprocessError):  # no process to be had: what is there stays
            pass
        finally:
            self._over.set()

    def _output(self) -> str:
        """What the process has written by its end, which may be ours to make."""
        home = str(Path(__file__).parents[3])
        self._process = subprocess.Popen(
            # -P: nothing is imported from the folder that the learner happens to be in.
            [sys.executable, "-P", "-c", PROGRAM, home],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,  # the terminal's ctrl+c is not for it
        )
        atexit.register(self.stop)
        try:
            asked = {"tree": plain(self.node), "names": self.names, "seconds": self.seconds}
            return self._process.communicate(json.dumps(asked), timeout=self.seconds)[0]
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.communicate()[0]  # what it had found by then
        finally:
            atexit.unregister(self.stop)

    def _best(self, output: str) -> Node | None:
        """The last form that was written whole, where it is equal indeed."""
        for line in reversed(output[:MOST_FOUND].splitlines()):
            try:
                found = parse(json.loads(line)["tree"], names=self.names)
            except (ValueError, KeyError, TypeError, Unreadable):
                continue
            if length(found) < length(self.node) and equal(self.node, found, self.names):
                return found
        return None


@lru_cache(maxsize=64)
def search(node: Node, names: tuple[str, ...]) -> Search:
    """The search for a shorter form of a tree over these names: begun the first time, the same one afterwards."""
    return Search(node, names)
