from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from ethicaltrade.bilingual.forms import in_languages
from ethicaltrade.bilingual.row_forms import RowsPanel
from ethicaltrade.bilingual.widgets import SearchableSelect


def event_panels(written: list[Any]) -> list[Any]:
    """``written`` are the panels of every written page."""
    titles, lead, body = written
    return [
        titles,
        FieldRowPanel(["kind", "state"]),
        lead,
        MultiFieldPanel(
            [
                FieldPanel("time_zone", widget=SearchableSelect),
                RowsPanel("dates", label=_("Date")),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                "attendance",
                in_languages("place_name"),
                "place_address",
                in_languages("city"),
                "join_url",
            ],
            heading=_("Where"),
        ),
        body,
        "hero_image",
        MultiFieldPanel(
            [FieldRowPanel(["session_title", "session_language"])],
            heading=_("Session in another language"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                in_languages("larger_event"),
                in_languages("larger_event_place"),
                in_languages("larger_event_participants"),
                FieldPanel("larger_event_url", heading=_("Web address")),
            ],
            heading=_("Part of a larger event"),
            classname="collapsed",
        ),
        RowsPanel("organisers", label=_("Organiser")),
        RowsPanel("speakers", label=_("Speaker")),
        RowsPanel("programme", label=_("Programme item")),
        MultiFieldPanel(
            [
                FieldRowPanel(["takes_registrations", "audience"]),
                FieldRowPanel(["price", "member_price"]),
                FieldRowPanel(["capacity", "has_waiting_list"]),
                FieldRowPanel(["deadline_day", "deadline_time"]),
                FieldRowPanel(["asks_dietary", "asks_access"]),
                "contact_person",
            ],
            heading=_("Registration"),
        ),
        "topics",
        RowsPanel("related_links", label=_("Related page"), max_num=3),
    ]
