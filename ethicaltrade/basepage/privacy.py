"""Who may see a page: one rule for its own address and for every list."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import BaseViewRestriction, PageViewRestriction
from wagtail.query import PageQuerySet


def restrictions_closed_to(user: AbstractBaseUser | AnonymousUser) -> Any:
    """The restrictions that keep the user out. A shared password opens no list."""
    closed = PageViewRestriction.objects.all()
    if not user.is_authenticated:
        return closed
    passed = Q(restriction_type=BaseViewRestriction.LOGIN)
    in_groups = Q(restriction_type=BaseViewRestriction.GROUPS)
    if not user.is_superuser:
        in_groups &= Q(pk__in=closed.filter(groups__in=user.groups.all()).values("pk"))
    return closed.exclude(passed | in_groups)


class PrivacyQuerySet(PageQuerySet):
    """Keeps members' pages from everyone else."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser):
        """Leave out pages the user may not see, and aliases that show such pages.

        Wagtail's ``public()`` misses an alias whose source, or an ancestor of whose
        source, is restricted. Costs no query of its own.
        """
        closed = restrictions_closed_to(user)
        # An alias's source is a page of its own (see bilingual.pages), so one step
        # from an alias to its source reaches everything it shows.
        aliases = (
            self.model.base_page_model.objects.filter(alias_of__isnull=False)
            .alias(place=_text(OuterRef("path")))
            .filter(_is_below(closed, "alias_of__path"), place__startswith=F("path"))
        )
        return self.exclude(_is_below(closed, "path") | Exists(aliases))


def _text(reference: OuterRef) -> ExpressionWrapper:
    return ExpressionWrapper(reference, output_field=CharField())


def _is_below(closed: Any, path: str) -> Exists:
    """Whether the tree path lies at or below a closed page."""
    return Exists(
        closed.alias(place=_text(OuterRef(path))).filter(
            place__startswith=F("page__path")
        )
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
