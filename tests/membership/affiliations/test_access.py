"""The people of active members are let in, and nobody else, on the next request."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction

from ethicaltrade.caching import generation
from ethicaltrade.dates import today
from ethicaltrade.media.models import CustomDocument
from ethicaltrade.scheduling.registry import jobs
from ethicaltrade.users.models import MEMBERS_GROUP, User
from membership.affiliations import members_group
from membership.affiliations.members_group import (
    MembershipBackend,
    affiliation_of,
    sync_members_group,
)
from membership.affiliations.models import Affiliation
from membership.members import querysets
from membership.members.models import Member
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.pages import gate

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]


def is_let_in(user) -> bool:
    return user.groups.filter(name=MEMBERS_GROUP).exists()


def end_past_signals(member) -> None:
    """Let the last day come: nothing is written at midnight, and no signal sent."""
    Member.objects.filter(pk=member.pk).update(ended_on=today())


# Whose member


def test_person_of_an_active_member_belongs_to_it(organisation, main):
    assert affiliation_of(main).member == organisation
    assert affiliation_of(main).is_main


def test_nobody_else_does(organisation, main, editor):
    assert affiliation_of(AnonymousUser()) is None
    assert affiliation_of(editor) is None
    end_past_signals(organisation)
    assert affiliation_of(main) is None


def test_membership_that_has_not_begun_lets_nobody_in():
    coming = add_member("Kommende Demo AS", member_since=today() + timedelta(days=1))
    user = factories.member_person("kommende@example.org", coming)
    assert affiliation_of(user) is None
    assert not is_let_in(user)


# The group's rows


def test_group_follows_who_comes_and_goes(main, colleague):
    assert is_let_in(main)
    assert is_let_in(colleague)
    colleague.affiliation.delete()
    assert not is_let_in(colleague)
    assert is_let_in(main)


def test_group_follows_the_membership(organisation, main, colleague):
    organisation.ended_on = today()
    organisation.save()
    assert not is_let_in(main)
    assert not is_let_in(colleague)
    organisation.ended_on = None
    organisation.save()
    assert is_let_in(main)


def test_a_member_with_people_is_not_deleted(organisation, main, stranger):
    with pytest.raises(ProtectedError), transaction.atomic():
        organisation.delete()
    assert is_let_in(main)
    organisation.affiliations.all().delete()
    organisation.delete()
    assert not is_let_in(main)
    assert is_let_in(stranger)


def test_other_groups_are_left_alone(main):
    main.groups.add(Group.objects.create(name="Styret"))
    main.affiliation.delete()
    assert [group.name for group in main.groups.all()] == ["Styret"]


def test_deleting_the_person_works(main):
    main.delete()
    assert not Affiliation.objects.exists()


def test_job_lets_in_and_out_what_was_written_in_bulk(organisation, main, stranger):
    Affiliation.objects.filter(user=stranger).delete()
    affiliation = Affiliation(user=stranger, member=organisation)
    Affiliation.objects.bulk_create([affiliation])
    switched_off = factories.member_person("av@example.org", organisation)
    User.objects.filter(pk=switched_off.pk).update(is_active=False)
    added_by_hand = factories.user("hand@example.org", MEMBERS_GROUP)
    job = jobs["affiliations.keep_members_in_step"]
    assert job.work() == 3
    assert is_let_in(stranger)
    assert not is_let_in(added_by_hand)
    assert not is_let_in(switched_off)
    end_past_signals(organisation)
    assert job.work() == 2
    assert not is_let_in(main)
    assert job.work() == 0


def test_job_costs_the_same_for_many(organisation):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            sync_members_group()
        return len(captured)

    before = queries()
    users = User.objects.bulk_create(
        User(email=f"nr{number}@example.org") for number in range(20)
    )
    Affiliation.objects.bulk_create(
        Affiliation(user=user, member=organisation) for user in users
    )
    assert sync_members_group() == 20
    assert queries() == before


# Live sessions


@pytest.fixture
def rooms(home, news, article):
    """A members' article, and a members' document, with their addresses."""
    group, _is_new = Group.objects.get_or_create(name=MEMBERS_GROUP)
    collection = Collection.get_first_root_node().add_child(name="For medlemmer")
    closed = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    closed.groups.add(group)
    document = CustomDocument(
        title="Veileder", collection=collection, opens_by_itself=True
    )
    document.file.save("veileder.txt", ContentFile(b"Hemmelig"), save=True)
    gate(article, MEMBERS_GROUP)
    return {
        "page": article.get_url_in("nb"),
        "document": document.url,
        "search": "/sok/?q=bryggeriet",
    }


SHOWN = {
    "page": "Bryggeriet ber leverandørene",
    "document": "Hemmelig",
    "search": "Ærlig øl",
}


def what_is_open(client, rooms) -> set[str]:
    """Which of the rooms the session sees into."""
    seen = set()
    for name, address in rooms.items():
        response = client.get(address)
        content = b"".join(response) if response.streaming else response.content
        if SHOWN[name] in content.decode():
            seen.add(name)
    return seen


def by_date(member, user):
    end_past_signals(member)


def by_editing_the_member(member, user):
    member.ended_on = today()
    member.save()


def by_removal(member, user):
    user.affiliation.delete()


def by_removal_past_signals(member, user):
    Affiliation.objects.filter(user=user)._raw_delete("default")


def by_deleting_the_member(member, user):
    member.affiliations.all().delete()  # else it is refused
    member.delete()


def by_switching_the_account_off(member, user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def by_moving_to_a_member_that_has_ended(member, user):
    ended = add_member("Endt Demo AS", ended_on=today())
    Affiliation.objects.filter(user=user).update(member=ended)


@pytest.mark.parametrize(
    "end",
    [
        by_date,
        by_editing_the_member,
        by_removal,
        by_removal_past_signals,
        by_deleting_the_member,
        by_switching_the_account_off,
        by_moving_to_a_member_that_has_ended,
    ],
)
def test_open_session_sees_nothing_more(
    client, rooms, organisation, colleague, end, working_memory
):
    client.force_login(colleague)
    assert what_is_open(client, rooms) == {"page", "document", "search"}
    end(organisation, colleague)
    assert what_is_open(client, rooms) == set()
    assert not is_let_in(colleague) or not User.objects.get(pk=colleague.pk).is_active


@pytest.mark.parametrize("room", ["page", "document", "search"])
def test_first_request_after_the_last_day_is_refused(
    client, rooms, organisation, colleague, room
):
    client.force_login(colleague)
    end_past_signals(organisation)
    only = {room: rooms[room]}
    assert what_is_open(client, only) == set()


def test_open_session_sees_nothing_more_when_the_day_has_come(
    client, rooms, organisation, colleague, working_memory, monkeypatch
):
    tomorrow = today() + timedelta(days=1)
    Member.objects.filter(pk=organisation.pk).update(ended_on=tomorrow)
    client.force_login(colleague)
    only = {"page": rooms["page"]}
    assert what_is_open(client, only) == {"page"}
    for module in (members_group, querysets):
        monkeypatch.setattr(module, "today", lambda: tomorrow)
    assert what_is_open(client, only) == set()


def test_membership_that_begins_today_opens_the_session(
    client, rooms, colleague, working_memory
):
    Member.objects.update(member_since=today() + timedelta(days=1))
    client.force_login(colleague)
    assert what_is_open(client, rooms) == set()
    Member.objects.update(member_since=today())
    assert what_is_open(client, rooms) == {"page", "document", "search"}


def test_group_without_a_member_opens_nothing(client, rooms):
    """Somebody whose removal failed half-way, or whom somebody put there by hand."""
    client.force_login(factories.user("hand@example.org", MEMBERS_GROUP))
    assert what_is_open(client, rooms) == set()


# What it costs


def test_user_is_found_in_one_query(main, working_memory, django_assert_num_queries):
    MembershipBackend().get_user(main.pk)
    with generation.kept(), django_assert_num_queries(2):  # and the generation
        assert MembershipBackend().get_user(main.pk) == main


def test_unknown_user_is_nobody(db):
    assert MembershipBackend().get_user(0) is None
