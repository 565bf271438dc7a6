"""About membership."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from ethicaltrade.core.pages import WrittenPage


class MembershipPage(WrittenPage):
    """About membership."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/membership/membership_page.html"

    class Meta:
        verbose_name = _("membership page")
