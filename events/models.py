"""Events and courses, upcoming and past."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from ethicaltrade.core.pages import WrittenPage


class EventIndexPage(WrittenPage):
    """Events and courses, upcoming and past."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/events/event_index_page.html"

    class Meta:
        verbose_name = _("programme of events")
