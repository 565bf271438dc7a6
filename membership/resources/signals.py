"""Writes the search index anew when privacy changes, of a resource or a collection.

The index has one row for all readers of a page, with no name of a document that is
closed to one of them: see ``ResourcePage.get_searched_documents``.
"""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from ethicaltrade.search.indexing import index_page

from .models import ResourcePage


def keep_the_latest(instance: PageViewRestriction, created: bool, **kwargs: Any):
    """One restriction a resource, or opening it would take away one of two.

    Wagtail's copy brings its source's along to a page that was born with its own.
    """
    if created and ResourcePage.objects.filter(pk=instance.page_id).exists():
        others = PageViewRestriction.objects.filter(page_id=instance.page_id)
        others.exclude(pk=instance.pk).delete()


def after_page_privacy(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _index(ResourcePage.objects.filter(pk=instance.page_id))


def after_collection_privacy(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if raw:
        return
    collections = instance.collection.get_descendants(inclusive=True)
    _index(
        ResourcePage.objects.filter(
            documents__document__collection__in=collections
        ).distinct()
    )


def after_groups(
    instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    """A restriction is saved before its groups are known."""
    if not action.startswith("post_"):
        return
    changed = model.objects.filter(pk__in=pk_set or ()) if reverse else [instance]
    for restriction in changed:
        FOLLOWED[type(restriction)](restriction)


def _index(resources: Any) -> None:
    for resource in resources:
        index_page(resource)


FOLLOWED = {
    PageViewRestriction: after_page_privacy,
    CollectionViewRestriction: after_collection_privacy,
}

post_save.connect(keep_the_latest, sender=PageViewRestriction)
for restriction, follow in FOLLOWED.items():
    post_save.connect(follow, sender=restriction)
    post_delete.connect(follow, sender=restriction)
    m2m_changed.connect(after_groups, sender=restriction.groups.through)
