"""The last place is never sold twice, and a double click is one registration."""

from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from wagtail.models import Site

from ethicaltrade.mail.models import Email
from events import services
from events.models import EventIndexPage, Registration
from tests.events.support import put_event
from tests.support import factories
from tests.support.threads import at_once
from tests.support.workers import transactional_db  # noqa: F401

from .support import answers, form_url, in_days, stamp, states

pytestmark = [pytest.mark.slow, pytest.mark.every_database]


@pytest.fixture
def event(transactional_db, settings):  # noqa: F811
    """An event with five places that every connection sees; gone afterwards."""
    settings.MAIL_AT_ONCE = False
    section = EventIndexPage(
        title_nb="Samtidig", title_en="At once", **factories.published_in("nb", "en")
    )
    factories.put_page(Site.objects.get(is_default_site=True).root_page, section)
    return put_event(section, "", in_days(30), capacity=5, has_waiting_list=True)


@pytest.fixture
def number():
    """A new number each time it is asked for, whoever asks."""
    numbers = count()
    return lambda: next(numbers)


def test_forty_people_for_five_places(event, number):
    def register():
        email = f"nr{number()}@example.org"
        outcome = services.register(event.pk, answers(email), stamp=email)
        return outcome.registration.state

    given = at_once(register, 40)
    assert sorted(given) == ["confirmed"] * 5 + ["waiting"] * 35
    assert states(event) == {"confirmed": 5, "waiting": 35}
    assert Email.objects.count() == 40


def test_ten_times_the_same_form_is_one_registration(event):
    address, same = form_url(event), stamp()

    def send():
        data = {"name": "Kari", "email": "kari@example.org", "consent": "on"}
        return Client().post(address, data | {"stamp": same}).status_code

    assert at_once(send, 10) == [302] * 10
    assert states(event) == {"confirmed": 1}
    assert Email.objects.count() == 1


def test_ten_forms_of_one_address_are_one_registration(event, number):
    def send():
        return services.register(event.pk, answers(), stamp=f"{number()}").status

    assert len(set(at_once(send, 10))) == 1
    assert states(event) == {"confirmed": 1}


def test_five_who_leave_at_once_make_room_for_exactly_five(event, number):
    people = [
        services.register(event.pk, answers(f"nr{n}@example.org"), stamp=f"{n}")
        for n in range(15)
    ]
    leaving = [outcome.registration.pk for outcome in people[:5]]
    at_once(lambda: services.cancel(leaving[number()]), 5)
    assert states(event) == {"cancelled": 5, "offered": 5, "waiting": 5}
    offered = Registration.objects.filter(state="offered")
    assert set(offered) == {outcome.registration for outcome in people[5:10]}


def test_editor_who_lowers_the_number_meets_those_who_register(event, number):
    """Whoever comes first: never fewer places than are taken."""

    def work():
        mine = number()
        if mine == 0:
            page = type(event).objects.get(pk=event.pk)
            page.capacity = 2
            return save(page)
        services.register(event.pk, answers(f"nr{mine}@example.org"), stamp=f"{mine}")
        return None

    at_once(work, 6)
    stored = type(event).objects.get(pk=event.pk)
    assert states(event)["confirmed"] <= stored.capacity


def save(page):
    try:
        page.save()
    except ValidationError:
        return "refused"
    return "saved"


def test_database_is_in_a_file_or_on_a_server(event):
    assert connection.settings_dict["NAME"] != ":memory:"
