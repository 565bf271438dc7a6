"""Lists and gates agree on who sees what, wherever it is closed and however deep."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.basepage.wagtail_hooks import refuse
from ethicaltrade.demo import factories
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.media.privacy import DEEPEST, closed_to
from tests.support.files import document

pytestmark = pytest.mark.django_db

LOGIN, GROUPS, PASSWORD = "login", "groups", "password"
WAYS = (LOGIN, GROUPS, "other group", "two groups", "no group", PASSWORD)


@pytest.fixture
def readers(member, admin):
    """One of each kind."""
    return {
        "nobody": AnonymousUser(),
        "person without a member": factories.user("uten@example.org"),
        "person of a member": member,
        "superuser": admin,
    }


def close(model, way, groups, **place):
    """Close a page or a collection in one of the ways."""
    kind = way if way in (LOGIN, PASSWORD) else GROUPS
    other, _is_new = Group.objects.get_or_create(name="Others")
    made = model.objects.create(restriction_type=kind, password="sesam", **place)
    chosen = {GROUPS: groups, "other group": [other], "two groups": [other, *groups]}
    made.groups.set(chosen.get(way, []))


def gate_opens(user, restrictions, rf):
    """What the gate says: ours, and then Wagtail's."""
    request = rf.get("/")
    request.user, request.session = user, {}
    restrictions = list(restrictions)
    try:
        refuse(request, restrictions)
    except PermissionDenied:
        return False
    return all(one.accept_request(request) for one in restrictions)


def grow(parent, name, depth):
    """Pages below each other; the deepest first."""
    pages = []
    for number in range(depth):
        page = factories.standard_page(
            title_nb=f"{name} {number}", title_en="", **factories.published_in("nb")
        )
        parent = factories.add_page(parent, page)
        pages.insert(0, parent)
    return pages


def test_pages_in_lists_are_those_whose_gate_opens(home, readers, member, rf):
    groups = list(member.groups.all())
    for way in WAYS:
        deepest, middle, top = grow(home, way, 3)
        open_one = grow(home, f"{way} utenfor", 1)[0]
        top.create_alias(parent=open_one, recursive=True, update_slug="tre")
        deepest.create_alias(parent=open_one, update_slug="blad")
        alias = middle.create_alias(parent=home, update_slug=f"{middle.pk}-kopi")
        alias.create_alias(parent=open_one, update_slug="kopi-av-kopi")
        close(PageViewRestriction, way, groups, page=middle)
    closed_alias = grow(home, "bare alias", 1)[0].create_alias(
        parent=home, update_slug="lukket-alias"
    )
    close(PageViewRestriction, GROUPS, groups, page=closed_alias)
    pages = list(BasePage.objects.descendant_of(home, inclusive=True))
    assert sum(page.alias_of_id is not None for page in pages) == 6 * len(WAYS) + 1
    for name, user in readers.items():
        listed = set(BasePage.objects.visible_to(user))
        for page in pages:
            is_open = gate_opens(user, page.get_view_restrictions(), rf)
            assert (page in listed) is is_open, (name, page, page.url)
    everyone = len(pages)
    numbers = [BasePage.objects.visible_to(user).count() for user in readers.values()]
    assert numbers == sorted(numbers)
    assert 0 < numbers[0] < numbers[1] < numbers[2] < numbers[3] < everyone + 2


def test_documents_in_lists_are_those_whose_gate_opens(db, readers, member, rf):
    groups, root = list(member.groups.all()), Collection.get_first_root_node()
    for way, number in product(WAYS, range(2)):
        place = root.add_child(name=f"{way} {number}")
        close(CollectionViewRestriction, way, groups, collection=place)
        below = place.add_child(name="under").add_child(name="innerst")
        document("a.pdf", collection=place)
        document("b.pdf", collection=below)
    document("c.pdf", collection=root)
    documents = list(CustomDocument.objects.all())
    for name, user in readers.items():
        listed = set(CustomDocument.objects.visible_to(user))
        for each in documents:
            restrictions = each.collection.get_view_restrictions()
            is_open = gate_opens(user, restrictions, rf)
            assert (each in listed) is is_open, (name, each.collection.name)


def test_what_lies_too_deep_is_in_no_list(db, readers):
    place = Collection.get_first_root_node()
    while place.depth < DEEPEST:
        place = place.add_child(name=f"{place.depth}")
    shown = document("a.pdf", collection=place)
    document("b.pdf", collection=place.add_child(name="for dypt"))
    for user in readers.values():
        assert list(CustomDocument.objects.visible_to(user)) == [shown]


def test_groups_are_asked_of_one_restriction_at_a_time(readers, member):
    """With a list of all of them, PostgreSQL took half a minute for many closed pages.

    Who is let in is looked up beside each restriction that is met.
    """
    sql = str(closed_to(member, PageViewRestriction.objects.all()).query)
    assert " IN (" not in sql
    assert "EXISTS" in sql
