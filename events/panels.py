"""The editor's form of an event, from top to bottom."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
)

from ethicaltrade.bilingual.panels import in_languages


def event_panels(written: list[Any]) -> list[Any]:
    """The panels of an event; ``written`` are those of every written page."""
    switches, titles, lead, body = written
    return [
        switches,
        titles,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("state")]),
        lead,
        when(),
        where(),
        body,
        FieldPanel("hero_image"),
        MultiFieldPanel(
            [FieldRowPanel(["session_title", "session_language"])],
            heading=_("Session in another language"),
            classname="collapsed",
        ),
        larger_event(),
        InlinePanel("organisers", label=_("Organiser")),
        InlinePanel("speakers", label=_("Speaker")),
        InlinePanel("programme", label=_("Programme item")),
        registration(),
        FieldPanel("topics"),
        InlinePanel("related_links", label=_("Related page"), max_num=3),
    ]


def when() -> MultiFieldPanel:
    return MultiFieldPanel(
        [FieldPanel("time_zone"), InlinePanel("dates", label=_("Date"))],
        heading=_("When"),
    )


def where() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            FieldPanel("attendance"),
            in_languages("place_name"),
            FieldPanel("place_address"),
            in_languages("city"),
            FieldPanel("join_url"),
        ],
        heading=_("Where"),
    )


def larger_event() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            in_languages("larger_event"),
            in_languages("larger_event_place"),
            in_languages("larger_event_participants"),
            FieldPanel("larger_event_url"),
        ],
        heading=_("Larger event it belongs to"),
        classname="collapsed",
    )


def registration() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("takes_registrations"), FieldPanel("audience")]),
            FieldRowPanel([FieldPanel("price"), FieldPanel("member_price")]),
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("has_waiting_list")]),
            FieldRowPanel([FieldPanel("deadline_day"), FieldPanel("deadline_time")]),
            FieldRowPanel([FieldPanel("asks_dietary"), FieldPanel("asks_access")]),
            FieldPanel("contact_person"),
        ],
        heading=_("Registration"),
    )
