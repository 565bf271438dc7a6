"""Lists and gates agree on who sees what, wherever it is closed and however deep."""

from itertools import product
from random import Random

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.home.models import StandardPage
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.privacy.gates import DEEPEST
from ethicaltrade.privacy.visibility import refuse
from tests.support import factories
from tests.support.files import document

from . import oracle

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]

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
        parent = fresh(factories.put_page(parent, page))
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


def test_pages_that_lie_too_deep_are_in_no_list(home, readers):
    deepest, last, *_above = grow(home, "dypt", DEEPEST - 1)
    copy = deepest.create_alias(parent=home, update_slug="kopi")
    assert deepest.depth == DEEPEST + 1
    for user in readers.values():
        seen = keys(BasePage.objects.visible_to(user))
        assert last.pk in seen
        assert seen.isdisjoint({deepest.pk, copy.pk})


# Against the same rule in Django's expressions


@pytest.fixture
def thicket(home, readers, member):
    """Pages closed and copied by chance, four kinds deep; ``make(seed)``."""
    groups = list(member.groups.all())

    def make(seed):
        chance = Random(seed)
        pages = [home]
        for number in range(24):
            parent = chance.choice(pages[-8:])
            page = factories.standard_page(
                title_nb=f"{seed} {number}", title_en="", **factories.published_in("nb")
            )
            pages.append(factories.put_page(fresh(parent), page))
        for page in chance.sample(pages[1:], 8):
            place = fresh(chance.choice(pages))
            if not place.path.startswith(page.path):
                pages.append(
                    fresh(page).create_alias(
                        parent=place,
                        recursive=chance.random() < 0.5,
                        update_slug=f"kopi-{page.pk}",
                    )
                )
        for page in chance.sample(pages[1:], 6):
            close(PageViewRestriction, chance.choice(WAYS), groups, page=page)

    return make


def fresh(page):
    """The page as its row is now: a child more changes the parent's."""
    return BasePage.objects.get(pk=page.pk)


def keys(queryset):
    return set(queryset.values_list("pk", flat=True))


@pytest.mark.parametrize("seed", range(3))
def test_pages_are_those_of_the_plain_rule(thicket, readers, seed):
    thicket(seed)
    pages = BasePage.objects.order_by()
    found = []
    for user in readers.values():
        seen = keys(oracle.visible_pages(pages, user))
        found.append(len(seen))
        assert keys(pages.visible_to(user)) == seen
        # Below another query of the same table, beside it, and through a join.
        mine, plain = pages.visible_to(user), oracle.visible_pages(pages, user)
        assert keys(pages.filter(pk__in=mine)) == seen
        assert keys(pages.exclude(pk__in=mine)) == keys(pages.exclude(pk__in=plain))
        assert keys(pages.filter(alias_of__in=mine)) == keys(
            pages.filter(alias_of__in=plain)
        )
        here = {"pk": OuterRef("alias_of_id")}
        assert keys(pages.filter(Exists(mine.filter(**here)))) == keys(
            pages.filter(Exists(plain.filter(**here)))
        )
        assert keys(mine.visible_to(readers["nobody"])) <= seen
        assert mine.count() == len(seen)
        assert keys(mine | mine) == seen
        kinds = StandardPage.objects.order_by()
        assert keys(kinds.visible_to(user)) == keys(oracle.visible_pages(kinds, user))
    assert found[0] < found[-1]


def test_documents_are_those_of_the_plain_rule(db, readers, member):
    groups, chance = list(member.groups.all()), Random(1)
    places = [Collection.get_first_root_node()]
    for number in range(20):
        parent = Collection.objects.get(pk=chance.choice(places).pk)
        places.append(parent.add_child(name=f"{number}"))
    for place, way in zip(chance.sample(places[1:], len(WAYS)), WAYS, strict=True):
        close(CollectionViewRestriction, way, groups, collection=place)
    every = CustomDocument.objects.order_by()
    for place in places:
        document("a.pdf", collection=place)
    for user in readers.values():
        plain = oracle.visible_documents(every, user)
        assert keys(every.visible_to(user)) == keys(plain)
        inside = Collection.objects.filter(
            Exists(every.visible_to(user).filter(collection=OuterRef("pk")))
        )
        assert keys(inside) == set(plain.values_list("collection", flat=True))


def test_rule_costs_at_most_two_queries_a_reader(readers, django_assert_num_queries):
    for name, user in readers.items():
        first = {"nobody": 0, "superuser": 1}.get(name, 2)  # gates; groups
        for more in (first, 0, 0):
            with django_assert_num_queries(1 + more):
                list(BasePage.objects.visible_to(user).values("pk"))
