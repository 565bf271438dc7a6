"""Whatever is closed, moved or deleted: lists say what the restrictions say."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models.signals import pre_delete
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.core import protection
from ethicaltrade.home.models import StandardPage
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.privacy import gates
from ethicaltrade.users.models import User
from tests.support import factories
from tests.support.files import document

from . import oracle

pytestmark = [pytest.mark.every_database, pytest.mark.long]

NAMES = ("A", "B", "C")
GROUPS = st.sets(st.sampled_from(NAMES), max_size=3)
KINDS = st.sampled_from(["login", "groups", "groups", "groups", "password"])
ANY = st.integers(0, 10_000)


def groups(names):
    return [Group.objects.get_or_create(name=name)[0] for name in names]


class Site(RuleBasedStateMachine):
    """Some pages, collections and documents, and all that is done to them."""

    pages, places, papers = Bundle("pages"), Bundle("places"), Bundle("papers")

    def __init__(self, home, people):
        """``people`` are the keys of users, the last of whom is a superuser."""
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.home = home
        self.people = [User.objects.get(pk=pk) for pk in people]
        self.number = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def page(self, pk):
        return StandardPage.objects.filter(pk=pk).first()

    def place(self, pk):
        return Collection.objects.filter(pk=pk).first()

    def name(self):
        self.number += 1
        return f"side-{self.number}"

    @initialize(target=places)
    def root(self):
        return Collection.get_first_root_node().pk

    # Pages

    @rule(target=pages, number=ANY, is_first=st.booleans())
    def create(self, number, is_first):
        home = BasePage.objects.get(pk=self.home.pk)
        parents = [home, *StandardPage.objects.filter(alias_of=None)]
        parent = parents[number % len(parents)]
        title = self.name()
        page = factories.standard_page(title_nb=title, title_en=title)
        if is_first and not parent.is_leaf():
            page = parent.get_children().first().add_sibling("left", instance=page)
        else:
            page = factories.put_page(parent, page)
        return page.pk

    @rule(pk=pages, target_pk=pages, is_sibling=st.booleans(), opens=st.booleans())
    def move(self, pk, target_pk, is_sibling, opens):
        page, target = self.page(pk), self.page(target_pk)
        if page and target and not (target == page or target.is_descendant_of(page)):
            page.opens = opens
            pos = "left" if is_sibling else "last-child"
            self.try_to(lambda: page.move(target, pos=pos))

    @rule(target=pages, pk=pages, parent_pk=pages, recursive=st.booleans())
    def copy(self, pk, parent_pk, recursive):
        page, parent = self.page(pk), self.page(parent_pk)
        if not page or not parent or parent.is_descendant_of(page) or page == parent:
            return multiple()
        return self.try_to(
            lambda: page.copy(
                to=parent, recursive=recursive, update_attrs={"slug": self.name()}
            )
        )

    @rule(target=pages, pk=pages, parent_pk=pages, recursive=st.booleans())
    def alias(self, pk, parent_pk, recursive):
        page, parent = self.page(pk), self.page(parent_pk)
        if not page or not parent or parent.is_descendant_of(page) or page == parent:
            return multiple()
        return self.try_to(
            lambda: page.create_alias(
                parent=parent, recursive=recursive, update_slug=self.name()
            )
        )

    @rule(number=ANY)
    def convert_alias(self, number):
        aliases = StandardPage.objects.filter(alias_of__isnull=False)
        # Below an alias nothing else may be.
        ready = [one for one in aliases if not one.get_parent().alias_of_id]
        if ready:
            alias = ready[number % len(ready)]
            self.try_to(ConvertAliasPageAction(alias).execute)

    @rule(pk=pages)
    def save_what_was_read_before(self, pk):
        if page := self.page(pk):
            page.gate_id = None
            page.save()

    @rule(pk=pages)
    def publish(self, pk):
        if (page := self.page(pk)) and not page.alias_of_id:
            self.try_to(lambda: factories.save_page(page))

    @rule(pk=consumes(pages), is_many=st.booleans())
    def delete(self, pk, is_many):
        if page := self.page(pk):
            pages = BasePage.objects.filter(pk=pk)
            self.try_to(pages.delete if is_many else page.delete)

    # Restrictions

    @rule(pk=pages, kind=KINDS, names=GROUPS)
    def close(self, pk, kind, names):
        if self.page(pk):
            self.restrict(PageViewRestriction, kind, names, page_id=pk)

    @rule(pk=places, kind=KINDS, names=GROUPS)
    def close_place(self, pk, kind, names):
        if self.place(pk):
            self.restrict(CollectionViewRestriction, kind, names, collection_id=pk)

    def restrict(self, model, kind, names, **where):
        made = model.objects.create(restriction_type=kind, **where)
        made.groups.set(groups(names))

    def some(self, is_page, number):
        model = PageViewRestriction if is_page else CollectionViewRestriction
        every = list(model.objects.order_by("pk"))
        return every[number % len(every)] if every else None

    @rule(is_page=st.booleans(), number=ANY, is_many=st.booleans())
    def open(self, is_page, number, is_many):
        if one := self.some(is_page, number):
            (type(one).objects.filter(pk=one.pk) if is_many else one).delete()

    @rule(is_page=st.booleans(), number=ANY, kind=KINDS)
    def change_kind(self, is_page, number, kind):
        if one := self.some(is_page, number):
            one.restriction_type = kind
            one.save()

    @rule(is_page=st.booleans(), number=ANY, names=GROUPS)
    def change_groups(self, is_page, number, names):
        if one := self.some(is_page, number):
            one.groups.set(groups(names))

    @rule(is_page=st.booleans(), number=ANY, name=st.sampled_from(NAMES))
    def change_groups_the_other_way(self, is_page, number, name):
        if one := self.some(is_page, number):
            [group] = groups([name])
            restrictions = (
                group.pageviewrestriction_set
                if is_page
                else group.collectionviewrestriction_set
            )
            restrictions.add(one) if number % 3 else restrictions.clear()

    @rule(name=st.sampled_from(NAMES))
    def delete_group(self, name):
        Group.objects.filter(name=name).delete()

    @rule(number=ANY, names=GROUPS)
    def change_person(self, number, names):
        self.people[number % 3].groups.set(groups(names))

    # Collections and documents

    @rule(target=places, parent_pk=places)
    def add_place(self, parent_pk):
        if parent := self.place(parent_pk):
            return parent.add_child(name=self.name()).pk
        return multiple()

    @rule(pk=places, target_pk=places)
    def move_place(self, pk, target_pk):
        place, target = self.place(pk), self.place(target_pk)
        if not place or not target or place.depth == 1:
            return
        if target != place and not target.is_descendant_of(place):
            place.move(target, "sorted-child")

    @rule(target=papers, place_pk=places)
    def upload(self, place_pk):
        if place := self.place(place_pk):
            return document("a.pdf", collection=place).pk
        return multiple()

    @rule(pk=papers, place_pk=places, way=st.sampled_from(["save", "part", "update"]))
    def move_paper(self, pk, place_pk, way):
        if not (place := self.place(place_pk)):
            return
        if way == "update":
            CustomDocument.objects.filter(pk=pk).update(collection=place)
            return
        paper = CustomDocument.objects.get(pk=pk)
        paper.collection = place
        paper.save(update_fields=["collection"] if way == "part" else None)

    def try_to(self, action):
        """Do it, or nothing where it is refused; returns the page's key."""
        try:
            with transaction.atomic():
                result = action()
        except (ValidationError, RuntimeError):
            return multiple()
        return result.pk if isinstance(result, BasePage) else multiple()

    # What holds

    @invariant()
    def lists_say_what_the_restrictions_say(self):
        pages, papers = BasePage.objects.order_by(), CustomDocument.objects.order_by()
        for user in (AnonymousUser(), *self.people):
            again = user if user.pk is None else User.objects.get(pk=user.pk)
            right = answer(questions(again))
            for reader in (user, again):
                seen = [keys(things.visible_to(reader)) for things in (pages, papers)]
                assert seen == right

    @invariant()
    def every_gate_is_right(self):
        for kind in gates.KINDS:
            assert list(map(str, gates.find_faults(kind))) == []


def keys(queryset):
    return set(queryset.values_list("pk", flat=True))


ASKED = {}
"""By the reader's key. Making the oracle's SQL takes longer than all else here."""


def questions(user):
    """The oracle's SQL for pages and documents: it depends on the reader alone."""
    if user.pk not in ASKED:
        pages, papers = BasePage.objects.order_by(), CustomDocument.objects.order_by()
        found = (
            oracle.visible_pages(pages, user),
            oracle.visible_documents(papers, user),
        )
        ASKED[user.pk] = [
            each.values_list("pk").query.sql_with_params() for each in found
        ]
    return ASKED[user.pk]


def answer(asked):
    with connection.cursor() as cursor:
        found = []
        for sql, parameters in asked:
            cursor.execute(sql, parameters)
            found.append({pk for (pk,) in cursor.fetchall()})
    return found


@pytest.fixture
def unprotected():
    """The CMS's own guard would keep groups that something is closed to."""
    guard = protection.refuse_while_used
    pre_delete.disconnect(guard, sender=Group, dispatch_uid=f"{Group} is used")
    yield
    protection.protect(Group)


@pytest.mark.slow
@pytest.mark.django_db
def test_lists_and_restrictions_agree_whatever_is_done(unprotected, home):
    ASKED.clear()
    people = [
        factories.user("ingen@example.org"),
        factories.user("a@example.org", "A"),
        factories.user("bc@example.org", "B", "C"),
        factories.user("alt@example.org", is_superuser=True),
    ]
    keys_of_people = [each.pk for each in people]

    def site():
        return Site(home, keys_of_people)

    run_state_machine_as_test(
        site,
        settings=settings(
            max_examples=7 if connection.vendor == "postgresql" else 3,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
