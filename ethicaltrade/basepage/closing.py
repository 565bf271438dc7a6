"""A page that leaves a closed place stays closed, unless somebody says otherwise.

Wagtail's restrictions count for all below a page, and so are lost on the way out. A
page that is moved, copied, or no alias any longer gets what it had as its own.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import AbstractPage, PageViewRestriction

from ethicaltrade.bilingual import slugs
from ethicaltrade.users.models import MEMBERS_GROUP

Restrictions = list[PageViewRestriction]


class Change(NamedTuple):
    """Of who may see a page."""

    page: Any
    before: Restrictions
    after: Restrictions

    def __bool__(self) -> bool:
        return keys(self.before) != keys(self.after)

    @property
    def lost(self) -> Restrictions:
        return missing(self.before, self.after)

    def __str__(self) -> str:
        return _(
            "Who can see “%(title)s” now: %(before)s. In the new place: %(after)s."
        ) % {
            "title": self.page.specific_deferred.get_admin_display_title(),
            "before": in_words(self.before),
            "after": in_words(self.after),
        }


def restrictions_of(page: Any) -> Restrictions:
    """On it, above it, and on what it is an alias of."""
    fresh = type(page)._default_manager.get(pk=page.pk)  # it may have moved
    return list(fresh.get_view_restrictions().select_related("page"))


def when_moved(page: Any, parent: Any) -> Change:
    before = restrictions_of(page)
    brought = [
        one
        for one in before
        if one.page_id == page.pk or not page.path.startswith(one.page.path)
    ]
    return Change(page, before, brought + restrictions_of(parent))


def when_copied(page: Any, parent: Any) -> Change:
    """As Wagtail copies; what the page itself has is left behind in a closed place."""
    place = restrictions_of(parent)
    own = [one for one in restrictions_of(page) if one.page_id == page.pk]
    return Change(page, restrictions_of(page), place or own)


def when_aliased(page: Any, parent: Any) -> Change:
    before = restrictions_of(page)
    return Change(page, before, before + restrictions_of(parent))


@transaction.atomic
def close(page: Any, lost: Restrictions) -> None:
    """With the nearest of those lost; what a page has of its own is the editor's."""
    if not lost or PageViewRestriction.objects.filter(page_id=page.pk).exists():
        return
    nearest = max(lost, key=lambda one: one.page.depth)
    own = PageViewRestriction(
        page_id=page.pk,
        restriction_type=nearest.restriction_type,
        password=nearest.password,
    )
    own.save()
    own.groups.set(nearest.groups.all())


def follow(source: Any, copy: Any) -> None:
    """Close a copy, and those below it, as what they were copied from."""
    sources = source.get_descendants(inclusive=True)
    copies = copy.get_descendants(inclusive=True)
    for one, other in zip(sources, copies, strict=False):
        close(other, missing(restrictions_of(one), restrictions_of(other)))


# What happens by any door


def before_move(
    instance: Any, parent_page_before: Any, parent_page_after: Any, **kwargs: Any
) -> None:
    """``opens`` is set on a page that is to be as open as its new place."""
    if parent_page_before == parent_page_after or getattr(instance, "opens", False):
        return
    if any(slugs.taken_slugs(instance, parent_page_after, instance.all_pages())):
        return  # it is not going to be moved
    close(instance, when_moved(instance, parent_page_after).lost)


def before_deletion(instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Its aliases, but those that go with it, are left as pages of their own."""
    aliases = instance.aliases.all()
    if isinstance(origin, QuerySet) and issubclass(origin.model, AbstractPage):
        aliases = aliases.exclude(pk__in=origin.values("pk"))
    for alias in aliases:
        before_conversion(alias)


def before_conversion(alias: Any) -> None:
    """It is about to be a page of its own."""
    before = restrictions_of(alias)
    place = [one for one in before if alias.path.startswith(one.page.path)]
    close(alias, missing(before, place))


# In words


def keys(restrictions: Restrictions) -> set[tuple[str, frozenset[str]]]:
    """What they let in, whichever page they stand on."""
    return {
        (one.restriction_type, frozenset(group.name for group in one.groups.all()))
        for one in restrictions
    }


def missing(before: Restrictions, after: Iterable[PageViewRestriction]) -> Restrictions:
    kept = keys(list(after))
    return [one for one in before if not keys([one]) <= kept]


def in_words(restrictions: Restrictions) -> str:
    if not restrictions:
        return _("everyone")
    sentences = []
    for kind, groups in sorted(keys(restrictions), key=str):
        if kind == PageViewRestriction.GROUPS:
            names = ", ".join(sorted(map(_name_of, groups)))
            sentences.append(_("only the groups %(groups)s") % {"groups": names})
        elif kind == PageViewRestriction.LOGIN:
            sentences.append(_("only those who are logged in"))
        else:
            sentences.append(_("nobody (shared passwords are off)"))
    return "; ".join(sentences)


def _name_of(group: str) -> str:
    """As the reader calls it, of the one that the site itself names."""
    return _("Members") if group == MEMBERS_GROUP else group
