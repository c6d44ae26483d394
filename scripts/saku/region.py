"""A region's own contacts: numbers of offices that a DPD checked. It has no place for a person's name."""

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from saku.problem import BookError, Problem, read_text
from saku.schema import Both, Entry, Line
from saku.yamldoc import Yaml

FOLDER = "docs/data/regions"
OfficePhone = Annotated[str, StringConstraints(pattern=r"^[\d() -]{3,14}$")]
"""So short that the printed page never runs over: fourteen signs hold an area code and a number."""


class Office(Entry):
    """One line of the local page; what is empty prints a line to write on."""

    office: Line | None = None
    """Public name of the office, such as that of the hospital."""
    phone: OfficePhone | None = None
    night: OfficePhone | None = None
    hours: Both | None = None
    checked: date | None = None
    """Day on which the numbers were called."""

    @model_validator(mode="after")
    def _checked(self) -> "Office":
        if (self.phone or self.night) and not self.checked:
            raise ValueError("a number needs the day on which it was checked")
        return self


class Offices(Entry):
    """In the order of the local page."""

    emergency_room: Office = Office()
    guarantee_desk: Office = Office()
    bpjs_satu: Office = Office()
    pipp: Office = Office()
    duty_manager: Office = Office()
    ambulance: Office = Office()
    post: Office = Office()
    coordinator: Office = Office()
    health_centre: Office = Office()
    health_office: Office = Office()
    social_office: Office = Office()
    bpjs_kesehatan: Office = Office()
    bpjs_ketenagakerjaan: Office = Office()
    manpower_office: Office = Office()
    labour_inspector: Office = Office()
    legal_aid: Office = Office()


class Region(Entry):
    name: Both
    dpd: Annotated[Line | None, Field(max_length=30)] = None
    """Which DPD answers for the data."""
    contacts: Offices = Offices()

    def named(self) -> dict[str, Office]:
        return {name: getattr(self.contacts, name) for name in Offices.model_fields}

    def checked(self) -> date | None:
        """Day since which all numbers are checked: the oldest."""
        return min((office.checked for office in self.named().values() if office.checked), default=None)


def read_regions(root: Path) -> dict[str, Region]:
    """Every file of `docs/data/regions`, by its name. Raises `BookError` (schema, yaml) with all problems."""
    problems: list[Problem] = []
    regions: dict[str, Region] = {}
    for path in sorted((root / FOLDER).glob("*.yml")):
        try:
            regions[path.stem] = Yaml(f"{FOLDER}/{path.name}", read_text(root, path)).parse(Region)
        except BookError as error:
            problems += error.problems
    if problems:
        raise BookError(*problems)
    return regions


def chosen(regions: dict[str, Region], name: str) -> Region | None:
    """The region to build for, or none. Raises `BookError` (unreadable) for a name without a file."""
    if name and name not in regions:
        fix = f"Write it after the pattern of contoh.yml, or choose one of: {', '.join(regions) or 'none'}."
        raise BookError(Problem(f"{FOLDER}/{name}.yml", 0, "unreadable", "There is no such region.", fix))
    return regions.get(name)
