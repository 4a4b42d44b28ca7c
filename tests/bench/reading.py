"""How long the longest answers take to read: the processor's time, best of five. A report, never a test.

Run it with the Python of an environment that bp-tutor is installed in: ``python tests/bench/reading.py [ROWS]``.
"""

import sys
import time
from pathlib import Path

from tutor.expression.read import Unreadable, read
from tutor.expression.tokens import MOST

sys.path.append(str(Path(__file__).parents[1]))
from helpers.long_answers import long_answers

AIM = 10.0


def milliseconds(text):
    """The processor's time for reading a text."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        read(text)
        best = min(best, time.process_time() - start)
    return best * 1e3


def main():
    """Print the slowest of those that can be read, and of those that cannot."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    found = sorted(((milliseconds(text), name, read(text)) for name, text in long_answers(MOST).items()), reverse=True)
    print(f"{len(found)} texts, most of them of 10,000 characters; aim: under {AIM:.0f} ms each")
    for what, refused in (("read", False), ("refused", True)):
        some = [row for row in found if isinstance(row[2], Unreadable) is refused]
        print(f"\n{len(some)} {what}, the slowest:")
        for spent, name, answer in some[:rows]:
            print(f"{spent:7.2f} ms  {name!a:<24} {answer.message if refused else ''}")


if __name__ == "__main__":
    main()
