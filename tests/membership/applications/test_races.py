"""Two at once: sent once, decided once, one member of a number."""

from datetime import date

import pytest

from ethicaltrade.mail.models import Email
from membership.affiliations.models import Invitation
from membership.applications import services
from membership.applications.admin import services as staff
from membership.applications.models import ApplicationEvent
from membership.members.models import Member
from tests.support.threads import at_once
from tests.support.workers import transactional_db  # noqa: F401

from .support import CONTACTS, NUMBER, add_application

pytestmark = [pytest.mark.slow, pytest.mark.every_database]

SINCE = date(2026, 12, 1)


@pytest.fixture
def rows(transactional_db, settings):  # noqa: F811
    """Rows that every connection sees; gone afterwards."""
    settings.MAIL_AT_ONCE = False


def test_ten_clicks_send_once(rows):
    from membership.applications.models import PrinciplesVersion

    one = add_application(
        state="draft",
        sent_at=None,
        principles=PrinciplesVersion.objects.get_version("<p>x</p>", "nb"),
    )
    assert sorted(at_once(lambda: services.send(one.pk), 10)) == [False] * 9 + [True]
    assert ApplicationEvent.objects.count() == 1


def test_ten_clicks_make_one_member(rows):
    one = add_application()

    def approve():
        return staff.approve(one.pk, member_since=SINCE, adviser=None, by=None)

    assert sorted(at_once(approve, 10)) == [False] * 9 + [True]
    assert Member.objects.count() == Invitation.objects.count() == 1
    assert ApplicationEvent.objects.count() == 1


def test_two_applications_of_a_number_make_one_member(rows):
    waiting = [add_application(organisation_number=NUMBER).pk for _n in range(2)]

    def approve():
        pk = waiting.pop()
        try:
            return staff.approve(pk, member_since=SINCE, adviser=None, by=None)
        except staff.CannotApproveError:
            return "refused"

    assert sorted(at_once(approve, 2), key=str) == [True, "refused"]
    assert Member.objects.count() == Invitation.objects.count() == 1


def test_approved_and_declined_at_once_is_one_of_them(rows):
    one = add_application()
    work = [
        lambda: staff.decline(one.pk, "Nei", by=None),
        lambda: staff.approve(one.pk, member_since=SINCE, adviser=None, by=None),
    ]
    assert sorted(at_once(lambda: work.pop()(), 2)) == [False, True]
    one.refresh_from_db()
    assert (one.state == "approved") == Member.objects.exists()
    assert ApplicationEvent.objects.count() == 1


def test_begun_at_once_is_begun_once(rows):
    said = {
        "email": "a@example.org",
        "name": "A",
        "organisation_number": None,
        "kind": "association",
        "sector": "society",
        "place": "",
        "website": "",
    }
    found = at_once(lambda: services.start(said, stamp="same")[0].pk, 6)
    assert len(set(found)) == 1
    assert Email.objects.count() == 1


def test_changed_while_it_is_decided(rows):
    one = add_application(state="more-asked")
    values = {name: CONTACTS[name] for name in ("contact_name", "contact_email")}
    work = [
        lambda: staff.decline(one.pk, "Nei", by=None),
        lambda: services.save(one.pk, "contacts", values),
    ]

    def do():
        try:
            return bool(work.pop()())
        except services.NotNowError:
            return "refused"

    assert True in at_once(do, 2)
    one.refresh_from_db()
    assert one.state == "declined"
