"""The slides of the training: session by session, with the cards each one teaches; text of finished pages.

PPTX, PDF and handout are made of the same list.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from saku.editions.blocks import Block, Run, heading, paragraph
from saku.editions.card_slides import CardSlides
from saku.editions.parts import NO_BREAK, Part
from saku.editions.slide import LIST_SIZES, SIZES, Slide, deal, faults
from saku.editions.slide_source import Source, section
from saku.model import Book, Card
from saku.problem import BookError
from saku.schema import Lang
from saku.training import Session

START = "tot/index"
SEARCHING = 1
"""The session that only searches for cards: it names them, and others show them."""
HOW_TO, HOW_TO_SECTIONS = "cara-pakai", ("cari", "baca", "beda")
ITEMS, FIELDS, QUESTIONS = 3, 5, 3
"""Items and fields of a work sheet on one slide; slides with a question in one session."""
ANSWER = re.compile(r"\s*\b(?:Jawaban|Answer): ")
SHEET_PART = re.compile(r"[A-Z]\. ")
"""What the bold words of a part of a work sheet begin with."""
LINE = "____"
TO_FILL = re.compile(r"_{4,}|☐[^.☐]*")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\")])\s+")
NAMED = re.compile(r": ?[(\"]?(?:_{4,}|☐)|: .*_{4,}")
"""A field with its name before it."""
FIELD = re.compile(r": |[:,]? ?[(\"]?(?:_{4,}|☐)")


def slides(book: Book, pages_folder: Path, lang: Lang, numbers: dict[str, int]) -> list[Slide]:
    """All slides of a language, in order; `numbers`: anchor of a part of the book → its page there.

    Raises `BookError` (slide-too-full) with every slide that is.
    """
    source = Source(book, pages_folder, lang, numbers)
    found = _told_apart([_cover(source), *_sessions(source)])
    problems = list(faults(found))
    if problems:
        raise BookError(*problems)
    return found


def slides_text(found: Sequence[Slide]) -> str:
    """All that the slides say: what the files made of them depend on, beside the code and the style."""
    return json.dumps([asdict(slide) for slide in found], ensure_ascii=False)


def _cover(source: Source) -> Slide:
    part = source.part(START)
    words = source.words
    lines = [paragraph(words["title"], bold=1)]
    if not source.book.edition.ratified:
        lines.append(paragraph(words["draft"]))
    when = [block for block in section(part, "kapan") if block.kind == "item"]  # the timetable stays on paper
    notes = [*section(part, "bawa"), *when]
    return source.slide(
        words["slide_training"], lines, notes, part, "", sizes=SIZES, central=True, place="JamkesWatch KSPI"
    )


def _sessions(source: Source) -> Iterator[Slide]:
    shown: set[str] = set()
    for session in source.book.sessions.values():
        new = (
            [] if session.number == SEARCHING else [code for code in session.front.cards if code not in shown]
        )
        shown.update(new)
        yield from _SessionSlides(source, session).all([source.book.cards[code] for code in new])
    others = [card for code, card in source.book.cards.items() if code not in shown]
    group = source.words["slide_others"]
    for card in others:
        yield from CardSlides(source, card, group).looked_up()


class _SessionSlides:
    """The slides of one session."""

    def __init__(self, source: Source, session: Session) -> None:
        self._source, self._session = source, session
        self._part: Part = source.part(session.pages[source.lang].name)
        self._group = f"{source.words['session']} {session.number}"
        tanya = section(self._part, "tanya")
        self._questions = [block for block in tanya if block.kind == "step"]
        self._key = [block for block in tanya if block.kind != "step"]

    def all(self, cards: Sequence[Card]) -> Iterator[Slide]:
        """What is taught, then the exercise, the questions, and the cards that are only looked up."""
        yield self._opening()
        yield self._plan()
        yield from self._inku()
        if self._session.number == SEARCHING:
            yield from self._how_to()
        for card in cards:
            if card.front.core:
                yield from CardSlides(self._source, card, self._group, self._about(card.code)).trained()
        if "lk" in self._part.sections:
            yield from self._sheet()
        yield from self._ask()
        for card in cards:
            if not card.front.core:
                yield from CardSlides(self._source, card, self._group).looked_up()

    def _slide(self, title: str, lines: Sequence[Block], notes: Sequence[Block], **more) -> Slide:
        title = f"{self._group} · {title}"
        return self._source.slide(title, lines, notes, self._part, self._group, **more)

    def _opening(self) -> Slide:
        goal = paragraph(f"“{self._session.words[self._source.lang].goal}”")
        notes = [paragraph(self._part.page.front.data["description"]), *section(self._part, "bahan")]
        return self._slide(self._part.title, [goal], notes, sizes=SIZES, central=True)

    def _plan(self) -> Slide:
        words, plan = self._source.words, self._session.words[self._source.lang]
        items = [
            Block("item", (Run(part.name), Run(f" · {part.minutes} {words['minutes']}")))
            for part in plan.parts
        ]
        total = f"{words['slide_plan']}: {plan.minutes('long')} {words['minutes']}"
        return self._slide(total, items, section(self._part, "langkah"))

    def _inku(self) -> Iterator[Slide]:
        title = heading(self._part.sections["inku"])
        for group in deal(section(self._part, "inku"), ITEMS):
            yield self._slide(
                title, group, [paragraph(self._source.words["slide_inku"]), *self._source.rules(group)]
            )

    def _how_to(self) -> Iterator[Slide]:
        """How the book is searched and read, from its own page."""
        part = self._source.part(HOW_TO)
        foot = self._source.foot_of_page(part.title, part.anchor)
        for id in HOW_TO_SECTIONS:
            for group in deal(section(part, id), ITEMS):
                title = f"{self._group} · {heading(part.sections[id])}"
                place = self._source.place(part.anchor)
                notes = [
                    paragraph(self._source.words["slide_read"].format(place=place)),
                    *self._source.rules(group),
                ]
                yield self._source.slide(title, group, notes, part, self._group, place=foot)

    def _sheet(self) -> Iterator[Slide]:
        """The work sheet: its parts; for the trainer the key, usual mistakes, and how without electricity."""
        found = section(self._part, "lk")
        title = found[0].runs[0].text.strip().removesuffix(".")
        notes = [*self._key]
        for id in ("keliru", "tanpa-listrik"):
            label = heading(self._part.sections[id])
            notes += [paragraph(f"{label}:", bold=1), *section(self._part, id)]
        for group in deal(_parts_of_sheet(found), FIELDS):
            alone = len(group) == 1
            yield self._slide(title, group, notes, sizes=SIZES if alone else LIST_SIZES, central=alone)

    def _ask(self) -> Iterator[Slide]:
        """The first questions on a slide each, the others in the notes of the last."""
        asked, others = self._questions[:QUESTIONS], self._questions[QUESTIONS:]
        title = heading(self._part.sections["tanya"])
        for index, block in enumerate(asked):
            question, answer = _split(block)
            notes = [answer, *self._source.rules([block])]
            if index == len(asked) - 1 and others:
                notes += [paragraph(self._source.words["slide_also"], bold=1), *others]
            yield self._slide(title, [question], notes, sizes=SIZES, central=True)

    def _about(self, code: str) -> list[Block]:
        return [block for block in self._questions if f"({code})" in block.text]


def _split(block: Block) -> tuple[Block, Block]:
    """A question without its quotation marks, and its answer."""
    question, answer = ANSWER.split(block.text, maxsplit=1)
    question = question.strip().removeprefix('"').removesuffix('"')
    return paragraph(question), paragraph(ANSWER.search(block.text)[0].strip() + " ", answer, bold=1)


def _parts_of_sheet(found: Sequence[Block]) -> list[Block]:
    """What a work sheet asks for: its parts, or what to do and the names of its fields."""
    parts = [block for block in found if block.runs[0].bold and SHEET_PART.match(block.text)]
    if parts:
        return [paragraph(_asked(block.text)) for block in parts]
    task = "".join(run.text for run in found[0].runs[1:])
    asked = [paragraph(sentences)] if (sentences := _whole_sentences(task)) else []
    fields = (block.text for block in found if block.kind == "step" and NAMED.search(block.text))
    return [*asked, *(Block("item", (Run(FIELD.split(text)[0].strip()),)) for text in fields)]


def _asked(text: str) -> str:
    """`C. Yang dicatat. Jam tiba ____` → `C. Yang dicatat.`; `Peserta: ____ orang` → `Peserta`."""
    letter = match[0] if (match := SHEET_PART.match(text)) else ""
    text = text.removeprefix(letter)
    if not TO_FILL.search(text):
        return letter + text
    return letter + (_whole_sentences(text) or FIELD.split(text)[0].strip())


def _whole_sentences(text: str) -> str:
    """The sentences of `text` that have nothing to fill in."""
    sentences = SENTENCE_END.split(TO_FILL.sub(f"{LINE}.", text).strip())
    whole = (each for each in sentences if LINE not in each and each.rstrip('")')[-1:] in (".", "!", "?"))
    return " ".join(each for each in whole if any(map(str.isalpha, each)))


def _told_apart(found: Iterable[Slide]) -> list[Slide]:
    """Slides of one title are numbered, because programs name a slide by it: `… (1/2)`."""
    found = list(found)
    total = Counter(slide.title for slide in found)
    seen: Counter[str] = Counter()
    result = []
    for slide in found:
        if total[slide.title] > 1:
            seen[slide.title] += 1
            slide = replace(slide, title=f"{slide.title}{NO_BREAK}({seen[slide.title]}/{total[slide.title]})")
        result.append(slide)
    return result
