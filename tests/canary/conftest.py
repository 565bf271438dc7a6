"""One planted site for all of these tests: it takes seconds to make."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction
from wagtail.signal_handlers import disable_reference_index_auto_update

from ethicaltrade.basepage.models import BasePage
from membership.members.models import Member
from tests.support import factories
from tests.support.rows import analyse, held

from . import planting_languages, planting_membership  # noqa: F401  (planters join)
from .planting import Site, build
from .walking import Walker


@pytest.fixture(autouse=True)
def memory_as_on_the_site(working_memory):
    """What is remembered for one reader is there when the next one asks."""


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[Site]:
    """The planted site, rolled back when the module's tests are done."""

    def plant() -> Site:
        with disable_reference_index_auto_update():  # a third of the time
            planted = build()
        analyse([BasePage._meta.db_table, PageViewRestriction._meta.db_table])
        return planted

    with django_db_blocker.unblock(), held(plant) as planted:
        yield planted


def _nobody() -> Client:
    return Client(raise_request_exception=True)


def _without_member() -> Client:
    client = Client()
    client.force_login(factories.user("uten-medlem@example.org"))
    return client


def _of_an_ended_member() -> Client:
    """Logged in while the membership held."""
    today = timezone.localdate()
    organisation = Member.objects.filter(slug="avsluttet-demo").first() or Member(
        name="Avsluttet Demo AS",
        slug="avsluttet-demo",
        kind="company",
        sector="food",
        member_since=today - timedelta(days=900),
    )
    organisation.ended_on = None
    organisation.save()
    person = factories.member_person("sluttet@example.org", organisation)
    client = Client()
    client.force_login(person)
    organisation.ended_on = today
    organisation.save()
    return client


OUTSIDERS: dict[str, Callable[[], Client]] = {
    "nobody": _nobody,
    "a person without a member": _without_member,
    "a person of an ended member": _of_an_ended_member,
}


@pytest.fixture(params=OUTSIDERS)
def walker(request, site, db) -> Walker:
    """Each of those who are not let in."""
    return Walker(OUTSIDERS[request.param]())


@pytest.fixture
def nobody(site, db) -> Walker:
    """Somebody who is not logged in."""
    return Walker(_nobody())


@pytest.fixture
def member_client(site, db) -> Client:
    """A person of an active member."""
    client = Client()
    client.force_login(factories.member_person("medlem@example.org"))
    return client
