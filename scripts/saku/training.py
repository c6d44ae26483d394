"""The training of trainers as data: session plans, the forms of the training, questions, role plays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from saku.schema import LANGS, Both, CardCode, Entry, Lang, PageFront, RuleCode, Text
from saku.source import Page

TRAINING = "tot/"
"""Folder of the training."""
SESSIONS = f"{TRAINING}sesi-"
"""Pages of this name are session plans; their number follows."""
Hour = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3])\.[0-5]\d$")]
Minutes = Annotated[int, Field(gt=0, le=180)]
Lines = Annotated[tuple[Both, ...], Field(min_length=1)]
Length = Literal["long", "short"]


class SessionPart(Entry):
    name: Text
    minutes: Minutes
    method: Text


class SessionWords(PageFront):
    """What both languages of a session plan have."""

    goal: Text
    """In the learner's words."""
    parts: Annotated[tuple[SessionPart, ...], Field(min_length=1)]
    short: tuple[SessionPart, ...] = ()
    """The parts where there is less time."""

    def plan(self, length: Length) -> tuple[SessionPart, ...]:
        return self.parts if length == "long" else self.short

    def minutes(self, length: Length) -> int:
        return sum(part.minutes for part in self.plan(length))


class TranslatedSessionFront(SessionWords):
    source: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]


class SessionFront(SessionWords):
    cards: tuple[CardCode, ...] = ()
    roleplays: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Session:
    """One session plan: its settings, and its words in both languages."""

    number: int
    front: SessionFront
    words: dict[Lang, SessionWords]
    pages: dict[Lang, Page]


class Slot(Entry):
    """A session, or a break, of a day."""

    session: int | None = None
    form: Length = "long"
    break_: Both | None = Field(None, alias="break")
    minutes: Minutes | None = None
    """Of a break."""

    @model_validator(mode="after")
    def _one(self) -> "Slot":
        if (self.session is None) == (self.break_ is None) or (self.break_ is None) != (self.minutes is None):
            raise ValueError("write session and form, or break and minutes")
        return self


class Day(Entry):
    start: Hour
    end: Hour
    """The latest."""
    plan: Annotated[tuple[Slot, ...], Field(min_length=1)]


class Form(Entry):
    """One form of the training: two days, an evening …"""

    title: Both
    for_: Both = Field(alias="for")
    days: Annotated[tuple[Day, ...], Field(min_length=1)]


class TestQuestion(Entry):
    """One question of the tests and of the self-check."""

    stem: Both
    options: Annotated[tuple[Both, ...], Field(min_length=3, max_length=4)]
    answer: Annotated[int, Field(ge=0)]
    """Counted from 0."""
    why: Both
    card: Text
    """Code of a card, or name of a page."""
    rule: RuleCode
    """Holds the answer."""
    also: tuple[RuleCode, ...] = ()
    """Hold further statements."""
    level: Literal[1, 2, 3]
    """1 to know, 2 to use, 3 to judge."""
    topic: Text

    @model_validator(mode="after")
    def _answered(self) -> "TestQuestion":
        if self.answer >= len(self.options):
            raise ValueError("answer names no option")
        return self

    @property
    def rules(self) -> tuple[RuleCode, ...]:
        return (self.rule, *self.also)


class Role(Entry):
    name: Both
    brief: Both


class RolePlay(Entry):
    title: Both
    card: CardCode
    cards: tuple[CardCode, ...] = ()
    """Others that help."""
    minutes: Minutes
    invented: bool
    """No real case is behind it; it says so."""
    roles: Annotated[tuple[Role, ...], Field(min_length=3, max_length=4)]
    """Who needs help, who decides, the volunteer, the observer."""
    goal: Both
    officer_says: Lines
    good_volunteer: Lines
    rubric: Lines
    debrief: Lines


@dataclass(frozen=True)
class Row:
    """One line of a timetable."""

    start: str
    end: str
    session: Session | None
    slot: Slot


def read_sessions(pages: dict[tuple[Lang, str], Page], fronts: dict) -> dict[int, Session]:
    """Session plans by number, in order."""
    sessions = {}
    for (lang, name), front in fronts.items():
        if lang == "id" and isinstance(front, SessionFront):
            number = int(re.split(r"\D", name.removeprefix(SESSIONS))[0])
            words = {"id": front, "en": fronts["en", name]}
            sessions[number] = Session(number, front, words, {each: pages[each, name] for each in LANGS})
    return dict(sorted(sessions.items()))


def rows(day: Day, sessions: dict[int, Session]) -> Iterator[Row]:
    """The day hour by hour: each slot begins where the one before ends."""
    now = clock(day.start)
    for slot in day.plan:
        session = sessions.get(slot.session) if slot.session else None
        length = session.front.minutes(slot.form) if session else slot.minutes or 0
        yield Row(hour(now), hour(now + length), session, slot)
        now += length


def clock(text: str) -> int:
    """`08.30` → minutes since midnight."""
    hours, minutes = text.split(".")
    return 60 * int(hours) + int(minutes)


def hour(minutes: int) -> str:
    return f"{minutes // 60:02}.{minutes % 60:02}"
