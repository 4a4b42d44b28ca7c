"""Where files of the user's are kept."""

import os
from pathlib import Path


def home() -> Path:
    """The folder for what bp-tutor keeps: ``BP_TUTOR_HOME``, else the platform's folder for user data.

    The folder need not exist, and may not be writable.
    """
    if chosen := os.environ.get("BP_TUTOR_HOME"):
        return Path(chosen).expanduser()
    from platformdirs import user_data_path  # not on the way to the first question

    return user_data_path("bp-tutor", appauthor=False)
