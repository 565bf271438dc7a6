"""What is left in each section, counted to a hundred: very much costs no more.

A count reads an index that has only what lacks words or is outdated, and stops.
"""

from typing import Any, NamedTuple

from django.db.models import IntegerField, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import languages, routing
from ..models import PageLanguage
from ..summaries import SECTION
from . import listing
from .reports import policy

COUNTED_TO = 100
MOST = 100  # sections that are looked at
SHOWN = 10  # pages by themselves
STATES = ("missing", "outdated")
MEASURES = {
    f"{state}_{code}": (state, code) for code in languages.codes() for state in STATES
}


class Left(NamedTuple):
    """``Mangler engelsk: 100+``, and where those pages are listed."""

    words: str
    url: str


class Section(NamedTuple):
    title: str
    left: list[Left]


class CountedTo(Subquery):
    """How many rows a query has that stops at some."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def sections(user: Any) -> list[Section]:
    """Those that the user may edit and where something is left, in the site's order.

    Whoever may edit a part of one has that part. Pages by themselves, such as a front
    page, come last, together.
    """
    found, alone = [], []
    for page in _counted(user):
        title = page.specific_deferred.get_admin_display_title()
        left = [
            _left(page, *measure, number)
            for name, measure in MEASURES.items()
            if (number := getattr(page, name))
        ]
        if left and page.numchild and page.depth >= SECTION:
            found.append(Section(title, left))
        elif left:
            edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
            alone.append(Left(title, edit))
    return [*found, Section(_("Single pages"), alone[:SHOWN])] if alone else found


def _counted(user: Any) -> list[Any]:
    """A query for the sections, and one for each part of one."""
    pages = routing.page_model().objects.filter(alias_of=None)
    length = SECTION * pages.model.steplen
    places = _edited_by(user)
    found = list(whole([path for path in places if len(path) <= length])[:MOST])
    for path in [path for path in places if len(path) > length][:SHOWN]:
        part = {"section": path[:length], "page__path__startswith": path}
        found += pages.filter(path=path).annotate(**_counts(**part))
    return found


def whole(places: list[str]) -> Any:
    """Front pages and sections at the places or below, each with its counts."""
    there = Q(pk=None)
    for path in places:
        there |= Q(path__startswith=path)
    pages = routing.page_model().objects.filter(there, alias_of=None)
    top = pages.filter(depth__gt=1, depth__lte=SECTION).order_by("path")
    return top.annotate(**_counts(section=OuterRef("path")))


def _edited_by(user: Any) -> list[str]:
    """Where the user's rights begin: tree paths of which none lies below another."""
    if user.is_superuser:
        return [""]
    change = f"change_{routing.page_model()._meta.model_name}"
    places = sorted(
        right.page.path
        for right in policy().get_cached_permissions_for_user(user)
        if right.permission.codename == change
    )
    found: list[str] = []
    for path in places:
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found


def _counts(**place: Any) -> dict[str, CountedTo]:
    """In the order of the index, or the database may rather read all there is."""
    return {
        name: CountedTo(
            PageLanguage.objects.filter(**place, language=code, **{f"{state}__gt": 0})
            .order_by(state)
            .values(state)[: COUNTED_TO + 1]
        )
        for name, (state, code) in MEASURES.items()
    }


def _left(page: Any, state: str, language: str, number: int) -> Left:
    many = str(number) if number <= COUNTED_TO else f"{COUNTED_TO}+"
    return Left(
        f"{listing.label(state, language)}: {many}",
        listing.explorer_url(page.pk, f"{state}-{language}", is_public=True),
    )
