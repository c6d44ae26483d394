"""Sets the questions of a decision path as sections whose answers are links: `#t2`, or the page of a card."""

from lxml.html import HtmlElement

from saku.finish.leaf import Leaf
from saku.schema import Answer


def path_questions(leaf: Leaf, name: str) -> list[HtmlElement]:
    """The questions of the path `name`, numbered; without a script an answer jumps to the next one."""
    questions = [
        {"question": question, "answers": [_answer(leaf, answer) for answer in question.answers]}
        for question in leaf.book.paths.entries[name].questions
    ]
    return leaf.fragments("path", questions=questions)


def _answer(leaf: Leaf, answer: Answer) -> dict[str, str | None]:
    """Words of an answer, its link, and where that leads: a code and title, or a number."""
    target, book, lang = answer.to, leaf.book, leaf.lang
    if isinstance(target, int):
        code, title, href = None, str(target), f"#t{target}"
    elif target in book.cards:
        card = book.cards[target]
        code, title, href = target, card.words[lang].title, leaf.to(card.pages[lang].name)
    else:
        code, title, href = None, book.paths.entries[target].title[lang], leaf.to(book.path_pages[target])
    return {"text": answer.text[lang], "code": code, "title": title, "href": href}
