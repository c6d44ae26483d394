"""The shapes of `docs/data` and of the pages' front matter: fields, allowed values, references by code."""

from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Lang = Literal["id", "en"]
LANGS: tuple[Lang, ...] = ("id", "en")
FAMILIES = "DKLBT"
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
RuleCode = Annotated[str, StringConstraints(pattern=r"^A[1-9]\d*$")]
CardCode = Annotated[str, StringConstraints(pattern=r"^[DKLBT][1-9]\d?$")]
EditionNumber = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]
"""Short enough to be written into a printed book by hand."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Topic = Literal[
    "membership",
    "pbi",
    "family",
    "employer",
    "contribution",
    "emergency",
    "care",
    "referral",
    "cost",
    "work",
    "claim",
    "road",
    "complaint",
    "volunteer",
    "campaign",
    "region",
    "benefit",
    "aid",
]
"""Each topic has a page of its own, of at most sixty rules."""
TOPICS: tuple[Topic, ...] = get_args(Topic)
Confidence = Literal["text", "official", "news", "unverified"]


class Entry(BaseModel):
    """A piece of YAML; an unknown key is an error, so that a typing error cannot hide."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Both(Entry):
    """The same words in both languages."""

    id: Text
    en: Text

    def __getitem__(self, lang: Lang) -> str:
        return self.id if lang == "id" else self.en


class Edition(Entry):
    number: EditionNumber
    date: date
    ratified: bool
    offline: bool = True
    """False is the kill switch: phones drop their copies and the worker at the next visit."""
    repository: Url | None = None
    """Public address of the repository; corrections then lead to its issue form."""


class BothLines(Both):
    id: Line
    en: Line


class Change(Entry):
    """What an edition changed in the one before."""

    edition: EditionNumber
    date: date
    code: Text | None = None
    """Card, rule or page (by name); none for what concerns the whole book."""
    kind: Literal["new", "corrected", "withdrawn"]
    """A card is withdrawn as long as this is its newest change."""
    why: BothLines


class Regulation(Entry):
    kind: Literal["regulation", "statement", "proposal"]
    """A statement (agency, press) and our own proposal (the SOP) have no articles."""
    short: Text
    title: Both
    gist: Both
    status: Literal["in-force", "amended", "revoked", "unsettled"]
    amended_by: tuple[str, ...] = ()
    revoked_by: str | None = None
    checked: date
    sources: tuple[Url, ...] = ()


class Rule(Entry):
    """One claim that pages cite by its code."""

    topic: Topic
    claim: Both
    regulation: str
    """Key in regulations.yml."""
    article: Text | None
    status: Literal["in-force", "amended", "revoked", "unsettled"]
    from_: date | None = Field(alias="from")
    until: date | None
    """Last day in force."""
    confidence: Confidence
    numbers: tuple[Text, ...] = ()
    """Every figure of the claim and of the pages that cite it, in Indonesian notation."""
    myth: Both | None = None
    fact: Text
    """The researched fact behind it, as file:id."""
    checked: date
    next_check: date
    sources: tuple[Url, ...] = ()


class Contact(Entry):
    name: Both
    use: Both
    phone: Text | None = None
    whatsapp: Text | None = None
    web: Url | None = None
    hours: Both
    night: bool | None
    """Whether somebody answers at night; null where it is not known."""
    confidence: Confidence
    fact: Text
    checked: date
    sources: tuple[Url, ...] = ()


class Term(Entry):
    long: Both
    plain: Both
    everyday: bool = False
    """Known to every reader: never written out."""


class Answer(Entry):
    """One answer to a question of a path, and where it leads."""

    text: Both
    to: Annotated[int, Field(ge=1)] | Text
    """Number of a later question, code of a card, or name of a path above."""


class Question(Entry):
    text: Both
    why: Both | None = None
    """The claim behind the question; its `rules` are cited."""
    rules: tuple[RuleCode, ...] = ()
    help: Both | None = None
    """Advice; no claim."""
    answers: Annotated[tuple[Answer, ...], Field(max_length=5)]

    @model_validator(mode="after")
    def _cited(self) -> "Question":
        if bool(self.why) != bool(self.rules):
            raise ValueError("why and rules belong together")
        return self


class DecisionPath(Entry):
    """Questions to answer one by one, from the first, until a card is reached."""

    title: Both
    families: tuple[Literal["D", "K", "L", "B", "T"], ...] = ()
    """Every card of these families is reached."""
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=7)]


class Coverage(Entry):
    """One line of uhc.csv: how many people of a place are registered, and active, on a date; in percent."""

    place: Text
    date: Annotated[str, StringConstraints(pattern=r"^20\d\d-\d\d(-\d\d)?$")]
    """Day or month."""
    registered: Annotated[float, Field(ge=0, le=200)] | None
    """Share of the population; above 100 where people are registered who live elsewhere."""
    active: Annotated[float, Field(ge=0, le=100)] | None
    of: Literal["population", "members"] | None
    """What the active share is a share of; null where the source does not say."""
    people: Annotated[int, Field(gt=0)] | None
    """Registered people."""
    source: Text
    """Public address, or name and day of a newspaper."""
    note_id: Text | None
    note_en: Text | None

    @model_validator(mode="after")
    def _whole(self) -> "Coverage":
        if self.registered is None and self.active is None:
            raise ValueError("registered or active is needed")
        date.fromisoformat(self.date if len(self.date) == 10 else f"{self.date}-01")
        if (self.note_id is None) != (self.note_en is None):
            raise ValueError("a note is needed in both languages or in none")
        return self

    @property
    def note(self) -> Both | None:
        return Both(id=self.note_id, en=self.note_en) if self.note_id else None


class Typing(Entry):
    """How people type one language, for the search."""

    words: dict[Text, Text]
    """What they write → what is looked for."""
    families: dict[Text, Text]
    """Words whose root the stemmer gets wrong."""
    drop: tuple[Text, ...]
    """Words of a question that say nothing about the problem."""


class PageFront(Entry):
    title: Text
    description: Annotated[str, StringConstraints(min_length=20, max_length=170)]


class TranslatedFront(PageFront):
    source: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]


class CardWords(Entry):
    """What both languages of a card have."""

    title: Text
    deadline: Text
    heard: Annotated[tuple[Text, ...], Field(min_length=1)]
    words: tuple[Text, ...]


class TranslatedCardFront(CardWords):
    source: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]


class CardFront(CardWords):
    code: CardCode
    doors: Annotated[tuple[Annotated[int, Field(ge=1, le=6)], ...], Field(min_length=1, max_length=2)]
    not_this: tuple[CardCode, ...] = ()
    pages: Literal[1, 2] = 1
    """A6 pages in the book; two is a facing pair."""
    core: bool = False
    """One of the twelve that the training drills."""
    checked: date
    review_by: date
