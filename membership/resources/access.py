"""A resource is born closed, and its documents are as closed as itself.

Wagtail's own page privacy says who may read it, and nothing else.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import (
    BaseViewRestriction,
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    PageViewRestriction,
)

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.languages import localized_names
from ethicaltrade.core.collation import sort_key
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.users.models import MEMBERS_GROUP

MEMBERS_COLLECTION = "Medlemmer"  # its first name; editors may give it another
GROUPS = BaseViewRestriction.GROUPS


def readers(*pages: Any) -> list[Group]:
    """The groups of members, and of those who may edit one of the pages."""
    members, _is_new = Group.objects.get_or_create(name=MEMBERS_GROUP)
    above = {
        page.path[:end]
        for page in pages
        for end in range(page.steplen, len(page.path) + 1, page.steplen)
    }
    edits = GroupPagePermission.objects.filter(
        page__path__in=above,
        permission__codename=get_permission_codename("change", BasePage._meta),
    )
    others = Group.objects.filter(pk__in=edits.values("group"))
    return [members, *others.exclude(pk=members.pk)]


def groups_of_staff() -> set[Group]:
    return {
        *Group.objects.filter(
            permissions__content_type__app_label="wagtailadmin",
            permissions__codename="access_admin",
        )
    }


@transaction.atomic
def close_page(page: Any) -> PageViewRestriction:
    """Close the page, and all below it, to everyone but its readers."""
    restriction = PageViewRestriction(page_id=page.pk, restriction_type=GROUPS)
    restriction.save()
    restriction.groups.set(readers(page))
    return restriction


@transaction.atomic
def members_collection() -> Collection:
    """Made, closed to all but the readers of resources, if missing."""
    closed = CollectionViewRestriction.objects.filter(
        restriction_type=GROUPS, groups__name=MEMBERS_GROUP
    )
    found = closed.select_related("collection").order_by("collection__path").first()
    if found:
        return found.collection
    root = Collection.get_first_root_node()
    collection = root.add_child(name=MEMBERS_COLLECTION)
    restriction = CollectionViewRestriction(
        collection=collection, restriction_type=GROUPS
    )
    restriction.save()
    lists = BasePage.objects.filter(content_type__model="resourceindexpage")
    restriction.groups.set(readers(BasePage.get_first_root_node(), *lists))
    return collection


# Documents


def document_keys(page: Any) -> set[int]:
    """Primary keys of the documents in the page's text and, of a resource, its list."""
    keys = set()
    for name in localized_names("body"):
        body = getattr(page, name)
        if body:
            references = body.stream_block.extract_references(body)
            keys |= {
                int(key)
                for model, key, *_path in references
                if issubclass(model, CustomDocument)
            }
    rows = page.documents.all() if hasattr(page, "documents") else []
    return keys | {row.document_id for row in rows if row.document_id}


def open_documents(keys: Iterable[int]) -> list[CustomDocument]:
    """Those of the documents that others than some groups can open.

    "Anyone who is logged in" is no group: it lets in applicants and former members.
    """
    closed = tuple(
        CollectionViewRestriction.objects.filter(restriction_type=GROUPS).values_list(
            "collection__path", flat=True
        )
    )
    documents = CustomDocument.objects.filter(pk__in=set(keys))
    return [
        document
        for document in by_title(documents.select_related("collection"))
        if not document.collection.path.startswith(closed)
    ]


def by_title(documents: Iterable[CustomDocument]) -> list[CustomDocument]:
    return sorted(documents, key=lambda document: sort_key(document.title))


def is_closed(page: Any) -> bool:
    return bool(page.get_view_restrictions())


def open_documents_of(page: Any) -> list[CustomDocument]:
    """The documents of a closed page that lie open; none of an open one's."""
    keys = document_keys(page)
    return open_documents(keys) if keys and is_closed(page) else []


def hidden_documents_of(page: Any) -> list[CustomDocument]:
    keys = document_keys(page)
    shown = {document.pk for document in open_documents(keys)}
    return by_title(CustomDocument.objects.filter(pk__in=keys - shown))


def documents_of_every_reader(page: Any, keys: Iterable[int]) -> set[int]:
    """Those of the documents that everyone who may read the page may open.

    Who edits meets all of them in the CMS, and is not asked about.
    """
    own = list(page.view_restrictions.prefetch_related("groups"))
    documents = CustomDocument.objects.filter(pk__in=set(keys))
    return {
        document.pk
        for document in documents.select_related("collection")
        if all(
            _admits(restriction, own)
            for restriction in document.collection.get_view_restrictions()
        )
    }


def _admits(door: CollectionViewRestriction, own: list[PageViewRestriction]) -> bool:
    """Whether who is let in to the page is let in at the collection's door."""
    if door.restriction_type == BaseViewRestriction.LOGIN:
        return any(each.restriction_type in (door.LOGIN, GROUPS) for each in own)
    admitted = groups_of_staff().union(door.groups.all())
    return door.restriction_type == GROUPS and any(
        each.restriction_type == GROUPS and admitted >= {*each.groups.all()}
        for each in own
    )


def message_about(document: CustomDocument) -> str:
    return _(
        "“%(title)s” is in the open collection “%(collection)s”, so anyone can "
        "download it. Tick “Restrict the documents to members” below, move it to the "
        "collection “%(members)s” yourself, or open the page to everyone."
    ) % {
        "title": document.title,
        "collection": document.collection.name,
        "members": members_collection().name,
    }


def refuse_open(documents: list[CustomDocument]) -> None:
    if documents:
        raise ValidationError([message_about(each) for each in documents])


def close_documents(documents: Iterable[CustomDocument]) -> None:
    collection = members_collection()
    for document in documents:
        document.collection = collection
        document.save()
