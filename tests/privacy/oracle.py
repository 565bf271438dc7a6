"""The rule for lists once more, as Django's expressions: slow, and plain to read."""

from django.db.models import CharField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from wagtail.models import (
    BaseViewRestriction,
    CollectionViewRestriction,
    PageViewRestriction,
)

STEP = 4
DEEPEST = 16


def closed_to(user, restrictions: QuerySet) -> QuerySet:
    """Those of the restrictions that keep the user out."""
    if not user.is_authenticated:
        return restrictions
    passed = Q(restriction_type=BaseViewRestriction.GROUPS)
    if not user.is_superuser:
        every = restrictions.model.objects
        passed &= Exists(every.filter(pk=OuterRef("pk"), groups__user=user))
    kept = restrictions.exclude(restriction_type=BaseViewRestriction.LOGIN)
    return kept.exclude(passed)


def beginnings(path: str) -> list[Left]:
    place = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return [Left(place, STEP * depth) for depth in range(1, DEEPEST + 1)]


def is_below(closed: QuerySet, path: str, link: str) -> Exists:
    """Whether the outer query's path lies at or below a closed place."""
    places = closed.model._meta.get_field(link).related_model.objects.order_by()
    here = closed.filter(**{link: OuterRef("pk")})
    return Exists(places.filter(Exists(here), path__in=beginnings(path)))


def visible_pages(pages: QuerySet, user) -> QuerySet:
    closed = closed_to(user, PageViewRestriction.objects.all())
    aliases = pages.model.base_page_model.objects.filter(
        is_below(closed, "alias_of__path", "page") | Q(alias_of__depth__gt=DEEPEST),
        alias_of__isnull=False,
        path__in=beginnings("path"),
    )
    return pages.exclude(
        is_below(closed, "path", "page") | Exists(aliases) | Q(depth__gt=DEEPEST)
    )


def visible_documents(documents: QuerySet, user) -> QuerySet:
    closed = closed_to(user, CollectionViewRestriction.objects.all())
    return documents.exclude(
        is_below(closed, "collection__path", "collection")
        | Q(collection__depth__gt=DEEPEST)
    )
