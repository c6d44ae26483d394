"""The contacts of the region that the book is built for: on the local page, and on the region's own."""

from lxml.html import HtmlElement
from lxml.html.builder import CLASS, A, E

from saku.casefields import fields
from saku.finish.leaf import Leaf
from saku.finish.words import day, telephone

LOCAL = "formulir/kontak-setempat"
BLANKS = {
    1: (("emergency_room", "phone"),),
    2: (("guarantee_desk", "phone"),),
    3: (("bpjs_satu", "phone"), ("pipp", "phone")),
    4: (("duty_manager", "night"),),
    5: (("ambulance", "phone"),),
    6: (("post", "phone"), ("post", "night")),
    7: (("coordinator", "phone"), ("coordinator", "night")),
    8: (("health_centre", "phone"),),
    9: (("health_office", "phone"), ("health_office", "night")),
    10: (("social_office", "phone"), ("social_office", "night")),
    11: (("bpjs_kesehatan", "phone"),),
    12: (("bpjs_ketenagakerjaan", "phone"),),
    13: (("manpower_office", "phone"),),
    14: (("labour_inspector", "phone"),),
    15: (("legal_aid", "phone"),),
}
"""Number on the local page → what stands on its lines to write on, in their order."""
CHECKED = 16


def fill_local_page(leaf: Leaf) -> None:
    """Numbers of the region take the place of lines to write on; the page keeps its lines."""
    region = leaf.book.region
    if leaf.page.name != LOCAL or not region:
        return
    offices = region.named()
    section = leaf.article.xpath("./section[@class='part part-formulir']")[0]
    for number, item in enumerate(section.xpath("./ol/li"), 1):
        blanks = item.xpath(".//span[starts-with(@class, 'blank')]")
        for blank, (name, which) in zip(blanks, BLANKS.get(number, ()), strict=False):
            if value := getattr(offices[name], which):
                _fill(blank, A(value, CLASS("phone"), href=telephone(value)))
        if number == CHECKED and (checked := region.checked()):
            _fill(blanks[0], day(checked, leaf.lang))
    if region.dpd:
        _fill(section.xpath("./p//span[starts-with(@class, 'blank')]")[0], region.dpd)


def _fill(blank: HtmlElement, value: HtmlElement | str) -> None:
    filled = E.span(value, CLASS("filled"))
    filled.tail = blank.tail
    blank.getparent().replace(blank, filled)


def region_contacts(leaf: Leaf, _: str) -> list[HtmlElement]:
    """The list of the region's page, or that this edition holds none."""
    region = leaf.book.region
    if not region:
        return leaf.fragments("no_region")
    labels: dict[str, str] = {}
    for field in fields(leaf.book, leaf.lang, LOCAL):
        for control, (name, _which) in zip(field.controls, BLANKS.get(field.number, ()), strict=False):
            second = control is not field.controls[0]
            labels.setdefault(name, control.label if second and control.label else field.label)
    offices = [(labels[name], office) for name, office in region.named().items()]
    return leaf.fragments("region", region=region, offices=offices, day=lambda value: day(value, leaf.lang))
