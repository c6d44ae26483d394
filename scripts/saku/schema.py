"""The shapes of `docs/data` and of the pages' front matter: fields, allowed values, references by code."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Lang = Literal["id", "en"]
LANGS: tuple[Lang, ...] = ("id", "en")
FAMILIES = "DKLBT"
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
RuleCode = Annotated[str, StringConstraints(pattern=r"^A[1-9]\d*$")]
CardCode = Annotated[str, StringConstraints(pattern=r"^[DKLBT][1-9]\d?$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Topic = Literal[
    "membership",
    "family",
    "employer",
    "contribution",
    "emergency",
    "care",
    "cost",
    "work",
    "road",
    "complaint",
    "volunteer",
    "campaign",
    "region",
    "benefit",
    "aid",
]
"""Each topic has a page of its own, of at most sixty rules."""
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
    number: Text
    date: date
    ratified: bool


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
    checked: date
    review_by: date
