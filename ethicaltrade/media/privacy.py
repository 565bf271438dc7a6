"""Who may open a document; and what a restriction says, for pages as for documents."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Left
from wagtail.documents.models import DocumentQuerySet
from wagtail.models import BaseViewRestriction, CollectionViewRestriction

Reader = AbstractBaseUser | AnonymousUser
STEP = 4  # characters of a tree path for each level: treebeard's
DEEPEST = 16  # levels; no address goes deeper (bilingual.routing)


def closed_to(user: Reader, restrictions: QuerySet) -> QuerySet:
    """Those of the restrictions that keep the user out; a password opens none."""
    if not user.is_authenticated:
        return restrictions
    passed = Q(restriction_type=BaseViewRestriction.GROUPS)
    if not user.is_superuser:
        # Asked of each restriction that is met: with a list of all that let the user
        # in, PostgreSQL takes half a minute where thousands of pages are closed.
        every = restrictions.model.objects
        passed &= Exists(every.filter(pk=OuterRef("pk"), groups__user=user))
    kept = restrictions.exclude(restriction_type=BaseViewRestriction.LOGIN)
    return kept.exclude(passed)


def beginnings(path: str) -> list[Left]:
    """The outer query's tree path, and those of the places above it.

    A database finds each in the index of paths; to compare with every closed place
    takes it minutes where many are closed one by one.
    """
    place = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return [Left(place, STEP * depth) for depth in range(1, DEEPEST + 1)]


def is_below(closed: QuerySet, path: str, link: str) -> Exists:
    """Whether the outer query's tree path lies at or below a closed place.

    ``link`` leads from a restriction to its place. Good to the depth of ``DEEPEST``:
    what may lie deeper is to be left out.
    """
    places = closed.model._meta.get_field(link).related_model.objects.order_by()
    here = closed.filter(**{link: OuterRef("pk")})
    return Exists(places.filter(Exists(here), path__in=beginnings(path)))


class PrivateDocumentQuerySet(DocumentQuerySet):
    """Keeps documents of closed collections from everyone else."""

    def visible_to(self, user: Reader):
        """Leave out documents whose collection, or one above it, is closed to the user.

        Costs no query of its own.
        """
        closed = closed_to(user, CollectionViewRestriction.objects.all())
        return self.exclude(
            is_below(closed, "collection__path", "collection")
            | Q(collection__depth__gt=DEEPEST)
        )
