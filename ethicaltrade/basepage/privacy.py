"""Who may see a page: one rule for its own address and for every list."""

from typing import Any

from django.db.models import Exists, Q
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

from ethicaltrade.media.privacy import DEEPEST, Reader, beginnings, closed_to, is_below


class PrivacyQuerySet(PageQuerySet):
    """Keeps members' pages from everyone else."""

    def visible_to(self, user: Reader):
        """Leave out pages the user may not see, and aliases that show such pages.

        Wagtail's ``public()`` misses an alias whose source, or an ancestor of whose
        source, is restricted. Costs no query of its own.
        """
        closed = closed_to(user, PageViewRestriction.objects.all())
        # An alias's source is a page of its own (see bilingual.pages), so one step
        # from an alias to its source reaches everything it shows.
        aliases = self.model.base_page_model.objects.filter(
            is_below(closed, "alias_of__path", "page") | Q(alias_of__depth__gt=DEEPEST),
            alias_of__isnull=False,
            path__in=beginnings("path"),
        )
        return self.exclude(
            is_below(closed, "path", "page") | Exists(aliases) | Q(depth__gt=DEEPEST)
        )


def restrictions_of(page: Any, ancestors: list[Any]) -> Any:
    """The restrictions on the page, on any ancestor, and on what they are aliases of.

    ``ancestors`` has the page's ancestors. Unlike Wagtail's own, an alias inherits
    what its source inherits: an alias of a page in a gated section is gated.
    """
    places = {page.path}
    places |= {link.alias_of.path for link in (page, *ancestors) if link.alias_of_id}
    above = {
        place[:end]
        for place in places
        for end in range(page.steplen, len(place) + 1, page.steplen)
    }
    return PageViewRestriction.objects.filter(page__path__in=above)
