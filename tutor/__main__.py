"""Where the program starts: the one place that turns whatever goes wrong into a sentence and an exit status."""

import gc
import os
import sys

from tutor.errors import ExitStatus, TutorError


def main() -> None:
    """Run the command line and end the process with its status."""
    # Until the first screen is there, collecting garbage costs a tenth of the launch and finds nothing. The screens
    # turn it on again after their first frame, all other commands as they begin.
    gc.disable()
    sys.exit(_status())


def _status() -> int:
    status: int = ExitStatus.DONE
    try:
        from tutor.cli.main import run

        status = run()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except TutorError as problem:
        return _complain(str(problem))
    except KeyboardInterrupt:
        return _complain("Interrupted.", ExitStatus.INTERRUPTED)
    except BrokenPipeError:
        _drop(1)  # whoever read the output has had enough of it, as in “| head”
    except OSError as problem:
        _drop(1)
        return _complain(_told(problem))
    except Exception as error:  # noqa: BLE001 (the last resort: no traceback reaches a user)
        from tutor.crash import told

        return _complain(told(error))
    return status


def _told(problem: OSError) -> str:
    """What could not be read or written; an error that names no file comes of the output."""
    reason = f"{problem.strerror or problem}."
    if problem.filename is None:
        return f"Standard output could not be written: {reason}"
    from tutor.notation.printable import printable

    return f"“{printable(os.fsdecode(problem.filename))}” could not be read or written: {reason}"


def _complain(message: str, status: ExitStatus = ExitStatus.INPUT) -> int:
    """Say one thing on standard error, if it is there."""
    try:
        print(message, file=sys.stderr, flush=True)
    except (OSError, ValueError):
        _drop(2)
    return status


def _drop(descriptor: int) -> None:
    """Send what is still unwritten nowhere, so that the interpreter's last flush cannot fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


if __name__ == "__main__":
    main()
