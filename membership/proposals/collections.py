"""The collections that reports lie in: a closed one while they wait, then an open one.

Made when first needed. Editors may rename and move them: :class:`ReportCollection`
says which they are.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Collection, CollectionViewRestriction

from ethicaltrade.bilingual import languages

from .models import ReportCollection

Purpose = ReportCollection.Purpose


def waiting_collection() -> Collection:
    """Closed to all but the staff; closed anew should somebody have opened it."""
    collection = _collection(Purpose.WAITING)
    _close(collection)
    return collection


def published_collection() -> Collection:
    """Open, unless the staff close it."""
    return _collection(Purpose.PUBLISHED)


def staff_groups() -> Any:
    right = {"content_type__app_label": "membership", "codename": "change_member"}
    return Group.objects.filter(
        **{f"permissions__{name}": value for name, value in right.items()}
    ).distinct()


def _collection(purpose: Purpose) -> Collection:
    rows = ReportCollection.objects.select_related("collection")
    if found := rows.filter(purpose=purpose).first():
        return found.collection
    with languages.in_default_language():
        name = _("For approval") if purpose == Purpose.WAITING else _("Reports")
    root = Collection.get_first_root_node()
    collection = root.add_child(instance=Collection(name=name))
    row, is_new = ReportCollection.objects.get_or_create(
        purpose=purpose, defaults={"collection": collection}
    )
    if not is_new:  # made by somebody else in this very moment
        collection.delete()
    return row.collection


def _close(collection: Collection) -> None:
    """Keep out everyone but the staff; other restrictions are replaced."""
    groups = set(staff_groups())
    kind = CollectionViewRestriction.GROUPS
    own = CollectionViewRestriction.objects.filter(collection=collection)
    closed = own.filter(restriction_type=kind).first()
    if closed is None:
        closed = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=kind
        )
    own.filter(~Q(pk=closed.pk)).delete()
    if set(closed.groups.all()) != groups:
        closed.groups.set(groups)
