"""The network of a practice question, made again from what is kept of it."""

import json

from tutor.checking.read import read
from tutor.lesson.locate import find
from tutor.practice.networks import make


def again(seed):
    """The network that ``Wish.seed`` was written for."""
    said = json.loads(seed)
    like = read(find(said["like"])) if "like" in said else None
    return make(said["seed"], size=said.get("size"), activation=said.get("activation"), like=like)
