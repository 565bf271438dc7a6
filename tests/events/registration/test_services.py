"""Who gets a place, and who is next."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from ethicaltrade.mailboxes import mailbox
from events import deadlines, services
from events.choices import PriceKind
from events.models import EventPage, Registration
from events.status import RegistrationStatus
from tests.support import factories

from .support import (
    answers,
    emails_to,
    fill,
    in_days,
    overdue,
    put,
    register,
    stamp,
    state_of,
    states,
    subjects,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(programme):
    """An event with two places and a waiting list."""
    return put(programme, capacity=2, has_waiting_list=True)


# A place


def test_there_is_room_for_all_where_no_number_is_named(event):
    fill(event, 12)
    assert states(event) == {"confirmed": 12}


def test_those_who_come_too_late_wait_in_line(small):
    people = fill(small, 4)
    assert states(small) == {"confirmed": 2, "waiting": 2}
    assert list(small.registrations.waiting()) == people[2:]


def test_event_without_a_list_turns_people_away(programme):
    event = put(programme, capacity=1)
    fill(event, 1)
    outcome = register(event, "sent@example.org")
    assert outcome.status is RegistrationStatus.FULL
    assert outcome.registration is None
    assert not emails_to("sent@example.org")
    assert event.registrations.count() == 1


def test_what_somebody_writes_is_kept(event, member):
    registration = register(
        event, organisation="Demo AS", dietary_needs="Nøtter", user=member
    ).registration
    registration.refresh_from_db()
    assert (registration.name, registration.organisation) == ("Kari Demo", "Demo AS")
    assert registration.dietary_needs == "Nøtter"
    assert registration.user == member
    assert registration.consent_version == deadlines.CONSENT_VERSION
    assert registration.consented_at


@pytest.mark.parametrize(
    ("ordinary", "for_members", "who", "expected"),
    [
        (None, None, "outsider", (None, PriceKind.ORDINARY)),
        (900, 300, "outsider", (900, PriceKind.ORDINARY)),
        (900, 300, "member", (300, PriceKind.MEMBER)),
        (900, 0, "member", (0, PriceKind.MEMBER)),
        (900, None, "member", (900, PriceKind.ORDINARY)),
        (900, 300, "applicant", (900, PriceKind.ORDINARY)),
    ],
)
def test_price_is_the_one_for_the_person(
    programme, member, outsider, ordinary, for_members, who, expected
):
    event = put(programme, price=ordinary, member_price=for_members)
    applicant = factories.user("soker@example.org")
    user = {"member": member, "outsider": outsider, "applicant": applicant}[who]
    registration = register(event, user=user).registration
    assert (registration.price, registration.price_kind) == expected


# Once


@pytest.mark.every_database
@pytest.mark.parametrize(
    "again", ["kari@example.org", "KARI@example.org", "Kari@EXAMPLE.org"]
)
def test_same_address_is_registered_once(event, again):
    first = register(event)
    second = register(event, again)
    assert (second.status, second.is_new) == (first.status, False)
    assert states(event) == {"confirmed": 1}
    assert len(emails_to("kari@example.org", "already")) == 1


def test_one_form_sent_twice_is_one_registration_and_one_email(event):
    same = stamp()
    for _time in range(3):
        services.register(event.pk, answers(), stamp=same)
    assert states(event) == {"confirmed": 1}
    assert len(emails_to("kari@example.org")) == 1


def test_who_asks_again_and_again_gets_one_email_about_it(event):
    for _time in range(4):
        register(event)
    assert len(emails_to("kari@example.org", "already")) == 1


@pytest.mark.every_database
def test_database_itself_refuses_a_second_live_registration(event):
    register(event)
    with pytest.raises(IntegrityError):
        Registration.objects.create(
            event=event, state="waiting", name="x", email="Kari@example.org"
        )


def test_who_cancelled_may_register_again(event):
    first = register(event).registration
    services.cancel(first.pk)
    assert register(event).is_new
    assert states(event) == {"cancelled": 1, "confirmed": 1}


@pytest.mark.parametrize(
    ("written", "key"),
    [(" Kari@Example.ORG", "kari@example.org"), ("\uff4bari@a.no", "kari@a.no")],
)
def test_addresses_are_compared_as_people_mean_them(written, key):
    assert mailbox(written) == key


# The waiting list


@pytest.mark.every_database
def test_cancelled_place_is_offered_to_the_first_in_line(small):
    people = fill(small, 4)
    services.cancel(people[0].pk)
    assert [state_of(person) for person in people] == [
        *("cancelled", "confirmed", "offered", "waiting")
    ]
    offer = emails_to(people[2].email, "offered")
    assert len(offer) == 1
    until = Registration.objects.get(pk=people[2].pk).offer_expires_at
    assert timedelta(hours=47) < until - timezone.now() <= deadlines.OFFER_LASTS
    assert offer[0].expires_at == until


def test_offer_keeps_its_place_from_others(small):
    people = fill(small, 3)
    services.cancel(people[0].pk)
    assert register(small, "ny@example.org").status is RegistrationStatus.WAITING_LIST
    assert states(small)["waiting"] == 1


def test_accepted_offer_is_a_place(small):
    people = fill(small, 3)
    services.cancel(people[0].pk)
    for _twice in range(2):
        assert services.accept(people[2].pk).is_confirmed
    assert len(emails_to(people[2].email, ":confirmed")) == 1
    assert states(small) == {"cancelled": 1, "confirmed": 2}


def test_declined_offer_goes_to_the_next(small):
    people = fill(small, 4)
    services.cancel(people[0].pk)
    services.cancel(people[2].pk)
    assert state_of(people[3]) == "offered"


def test_offer_that_nobody_answers_goes_to_the_next(small):
    people = fill(small, 4)
    services.cancel(people[0].pk)
    overdue(people[2])
    assert services.move_up(small.pk) == 2
    assert [state_of(people[2]), state_of(people[3])] == ["expired", "offered"]
    assert len(emails_to(people[2].email, "offer-expired")) == 1
    assert services.move_up(small.pk) == 0


def test_answer_that_comes_too_late_takes_nothing_from_the_next(small):
    people = fill(small, 4)
    services.cancel(people[0].pk)
    overdue(people[2])
    assert services.accept(people[2].pk).state == "expired"
    assert state_of(people[3]) == "offered"


@pytest.mark.every_database
def test_overdue_offer_is_seen_to_by_the_next_who_registers(small):
    people = fill(small, 3)
    services.cancel(people[0].pk)
    overdue(people[2])
    assert register(small, "ny@example.org").registration.is_confirmed


def test_who_let_an_offer_expire_may_stand_in_line_again(small):
    people = fill(small, 4)
    services.cancel(people[0].pk)
    overdue(people[2])
    services.move_up(small.pk)
    assert register(small, people[2].email).registration.is_waiting


def test_somebody_who_waits_may_leave_the_line(small):
    people = fill(small, 4)
    services.cancel(people[2].pk)
    services.cancel(people[0].pk)
    assert state_of(people[3]) == "offered"


def test_cancelling_twice_frees_one_place(small):
    people = fill(small, 4)
    for _twice in range(2):
        services.cancel(people[0].pk)
    assert states(small) == {"cancelled": 1, "confirmed": 1, "offered": 1, "waiting": 1}
    assert len(emails_to(people[0].email, ":cancelled")) == 1


def test_nobody_new_goes_past_those_who_wait(small):
    fill(small, 3)
    EventPage.objects.filter(pk=small.pk).update(capacity=3)
    outcome = register(small, "ny@example.org")
    assert outcome.registration.is_waiting
    assert states(small) == {"confirmed": 2, "offered": 1, "waiting": 1}


def test_no_limit_any_more_offers_everybody_a_place(small):
    fill(small, 5)
    EventPage.objects.filter(pk=small.pk).update(capacity=None)
    assert services.move_up(small.pk) == 3


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
def test_what_is_called_off_offers_nothing(small, state):
    people = fill(small, 3)
    EventPage.objects.filter(pk=small.pk).update(state=state)
    services.cancel(people[0].pk)
    assert state_of(people[2]) == "waiting"


@pytest.mark.parametrize(
    ("before", "lasts"),
    [
        (timedelta(days=10), timedelta(hours=48)),
        (timedelta(hours=51), timedelta(hours=48)),
        (timedelta(hours=20), timedelta(hours=17)),
        (timedelta(hours=5), timedelta(hours=2)),
        (timedelta(hours=4, minutes=59), None),
        (timedelta(hours=-1), None),
    ],
)
def test_offer_never_outlasts_the_time_to_get_there(event, before, lasts):
    now = event.known_dates[0].start - before
    expires = deadlines.offer_expiry(event, now)
    assert (expires - now if expires else None) == lasts


def test_place_that_is_free_too_late_stays_free(small, at):
    people = fill(small, 3)
    at(small.known_dates[0].start - timedelta(hours=4))
    services.cancel(people[0].pk)
    assert state_of(people[2]) == "waiting"


# The staff


def test_staff_register_past_deadline_and_audience(programme):
    event = put(programme, audience="members", deadline_day=in_days(-1).day)
    registration = services.add_by_staff(event.pk, answers())
    assert registration.is_confirmed
    assert registration.source == "staff"
    assert not registration.consented_at
    assert emails_to("kari@example.org", ":confirmed")


def test_staff_are_told_that_it_is_full_and_may_go_past_it(small):
    fill(small, 2)
    with pytest.raises(services.FullError):
        services.add_by_staff(small.pk, answers())
    assert states(small) == {"confirmed": 2}
    assert services.add_by_staff(small.pk, answers(), is_waiting=True).is_waiting
    more = answers("en@example.org")
    assert services.add_by_staff(small.pk, more, may_exceed=True).is_confirmed


def test_staff_choose_somebody_from_the_line(small):
    people = fill(small, 4)
    with pytest.raises(services.FullError):
        services.confirm_by_staff(people[3].pk)
    assert services.confirm_by_staff(people[3].pk, may_exceed=True).is_confirmed
    assert state_of(people[2]) == "waiting"
    assert subjects(people[3].email)[-1].startswith(("You are reg", "Du er påmeldt"))


def test_only_those_with_a_place_are_checked_in_and_the_first_time_counts(small):
    people = fill(small, 3)
    assert services.check_in(people[0].pk) == 1
    first = Registration.objects.get(pk=people[0].pk).attended_at
    assert services.check_in(people[0].pk) == 0
    assert Registration.objects.get(pk=people[0].pk).attended_at == first
    assert services.check_in(people[2].pk) == 0
    assert services.check_in(people[0].pk, is_here=False) == 1


# When others are in the way


@pytest.mark.every_database
def test_registration_is_tried_again_when_the_database_is_busy(event):
    tries = []

    @services.transaction_with_retries
    def work():
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return "done"

    with (
        patch("events.services.time.sleep"),
        patch("events.services.connection") as connection,
    ):
        connection.in_atomic_block = False
        assert work() == "done"
    assert len(tries) == 3


def test_nothing_is_tried_again_inside_somebody_elses_transaction(event):
    tries = []

    @services.transaction_with_retries
    def work():
        tries.append(1)
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError):
        work()
    assert len(tries) == 1
