"""Where the staff find the fee tables in the CMS."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CopyView, SnippetViewSet

from .models import FeeTable


class NextYearView(CopyView):
    """A new table that begins as a copy of another: with its rows, a year later."""

    def get_initial_form_instance(self) -> Any:
        """The copy, which is not saved, and whose rows are new ones."""
        return self.get_object().as_next_year()


class FeeTableViewSet(SnippetViewSet):
    """What membership costs, year by year. The next table is begun as a copy."""

    model = FeeTable
    icon = "table"
    menu_label = _("Fees")
    menu_order = 433
    add_to_admin_menu = True
    copy_view_class = NextYearView
    list_display = [
        "year",
        Column("valid_from", label=_("Valid from"), accessor="valid_from"),
    ]


register_snippet(FeeTableViewSet)
