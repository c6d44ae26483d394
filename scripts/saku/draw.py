"""Draws the test of the training in two versions of equal mix, the same from the same questions."""

import random

from saku.training import TestQuestion

LENGTH = 15
VERSIONS = ("A", "B")
SEED = 38
"""Drawn with this one, no letter is right more than six times in a version."""


def draw(questions: dict[str, TestQuestion]) -> dict[str, list[str]]:
    """Version → keys of its questions, in the order of the list; no question stands in both.

    Question by question both versions ask about the same topic at the same level. Topics take turns, so
    that each has its share; a card is asked about twice only when nothing else is left.
    """
    lots = random.Random(SEED)
    pairs: dict[str, list[tuple[str, str]]] = {}
    for (topic, _), keys in _groups(questions).items():
        lots.shuffle(keys)
        pairs.setdefault(topic, []).extend(zip(keys[::2], keys[1::2], strict=False))
    for waiting in pairs.values():
        lots.shuffle(waiting)
    drawn: list[tuple[str, str]] = []
    while len(drawn) < LENGTH and any(pairs.values()):
        for waiting in pairs.values():
            if waiting and len(drawn) < LENGTH:
                drawn.append(waiting.pop(_freshest(waiting, drawn, questions)))
    order = list(questions)
    return {
        version: sorted((pair[side] for pair in drawn), key=order.index)
        for side, version in enumerate(VERSIONS)
    }


def _groups(questions: dict[str, TestQuestion]) -> dict[tuple[str, int], list[str]]:
    groups: dict[tuple[str, int], list[str]] = {}
    for key, question in questions.items():
        groups.setdefault((question.topic, question.level), []).append(key)
    return groups


def _freshest(
    waiting: list[tuple[str, str]], drawn: list[tuple[str, str]], questions: dict[str, TestQuestion]
) -> int:
    """Place of the first pair whose cards were not asked about yet; else of the first."""
    asked = {(side, questions[key].card) for pair in drawn for side, key in enumerate(pair)}
    for place, pair in enumerate(waiting):
        if not any((side, questions[key].card) in asked for side, key in enumerate(pair)):
            return place
    return 0
