"""The tests of the training: two versions, drawn alike from the same questions."""

import random
from collections import Counter

from saku.draw import LENGTH, VERSIONS, draw
from saku.model import Book


def test_both_versions_are_of_equal_mix_and_share_no_question(book: Book) -> None:
    questions = book.questions.entries
    drawn = draw(questions)
    assert tuple(drawn) == VERSIONS
    first, second = drawn.values()
    assert len(first) == len(second) == LENGTH
    assert not set(first) & set(second)
    mixes = [
        Counter((questions[key].topic, questions[key].level) for key in keys) for keys in (first, second)
    ]
    assert mixes[0] == mixes[1]
    assert {topic for topic, _ in mixes[0]} == {question.topic for question in questions.values()}


def test_the_answer_cannot_be_guessed_from_its_letter(book: Book) -> None:
    questions = book.questions.entries
    for keys in draw(questions).values():
        letters = Counter(questions[key].answer for key in keys)
        assert max(letters.values()) <= 6, f"{letters}: choose another SEED"


def test_the_right_option_is_not_the_long_one(book: Book) -> None:
    """A learner who always takes the longest option gets no more than chance gives."""
    longest = [
        max(range(len(question.options)), key=lambda place: len(question.options[place].id))
        == question.answer
        for question in book.questions.entries.values()
    ]
    assert sum(longest) / len(longest) < 0.4


def test_the_same_questions_give_the_same_tests(book: Book) -> None:
    questions = book.questions.entries
    first = draw(questions)
    random.seed(7)  # what others draw does not matter
    assert draw(questions) == first
    assert all(keys == sorted(keys, key=list(questions).index) for keys in first.values())
