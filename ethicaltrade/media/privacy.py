"""Who may open a document; and what a restriction says, for pages as for documents."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
)
from wagtail.documents.models import DocumentQuerySet
from wagtail.models import BaseViewRestriction, CollectionViewRestriction

Reader = AbstractBaseUser | AnonymousUser


def closed_to(user: Reader, restrictions: QuerySet) -> QuerySet:
    """Those of the restrictions that keep the user out; a password opens none."""
    if not user.is_authenticated:
        return restrictions
    passed = Q(restriction_type=BaseViewRestriction.LOGIN)
    in_groups = Q(restriction_type=BaseViewRestriction.GROUPS)
    if not user.is_superuser:
        own = restrictions.filter(groups__in=user.groups.all())
        in_groups &= Q(pk__in=own.values("pk"))
    return restrictions.exclude(passed | in_groups)


def text(reference: OuterRef) -> ExpressionWrapper:
    """The outer query's value as text, to compare the beginnings of tree paths."""
    return ExpressionWrapper(reference, output_field=CharField())


def is_below(closed: QuerySet, path: str, closed_path: str) -> Exists:
    """Whether the outer query's tree path lies at or below a closed place."""
    return Exists(
        closed.alias(place=text(OuterRef(path))).filter(
            place__startswith=F(closed_path)
        )
    )


class PrivateDocumentQuerySet(DocumentQuerySet):
    """Keeps documents of closed collections from everyone else."""

    def visible_to(self, user: Reader):
        """Leave out documents whose collection, or one above it, is closed to the user.

        Costs no query of its own.
        """
        closed = closed_to(user, CollectionViewRestriction.objects.all())
        return self.exclude(is_below(closed, "collection__path", "collection__path"))
