"""A former member that applies again, and is approved."""

from datetime import date

import pytest
from django.urls import reverse

from ethicaltrade.mail.models import Email
from membership.affiliations import services
from membership.affiliations.models import Invitation, Role
from membership.applications.admin import services as staff
from membership.applications.models import (
    Application,
    ApplicationState,
)
from membership.members.models import Member
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.pages import folded, soup

from .support import NUMBER, state_of

pytestmark = pytest.mark.django_db

ACTIONS = ("take", "ask", "approve", "decline")
SINCE = "2026-12-01"


def address(name, application=None):
    args = [application.pk] if application else []
    return reverse(f"membership_applications:{name}", args=args)


@pytest.fixture
def former():
    """A member until 2022, with other facts than the application has."""
    return add_member(
        "Før Demo AS",
        organisation_number=NUMBER,
        ended_on=date(2022, 1, 1),
        kind="public",
        body="municipality",
        inhabitants=9000,
        sector="food",
        place="Moss",
        website="https://gammel.example.org/",
        presentation_nb="Vi var med.",
    )


def kinds(application):
    return [event.kind for event in application.events.all()]


def approve(application, by):
    since = date(2026, 12, 1)
    return staff.approve(application.pk, member_since=since, adviser=None, by=by)


def test_former_member_becomes_one_again_with_what_the_application_says(
    desk, sent, editor, former
):
    Application.objects.update(website="https://ny.example.org/")
    sent.refresh_from_db()
    assert approve(sent, editor)
    member = Member.objects.get()
    assert (member.pk, member.ended_on) == (former.pk, None)
    assert member.member_since == date(2026, 12, 1)
    for name in ("name", "kind", "sector", "place", "website", "turnover"):
        assert getattr(member, name) == getattr(sent, name), name
    assert (member.body, member.inhabitants) == ("", None)
    assert member.presentation_nb == "Vi var med."  # the application has none
    assert Invitation.objects.count() == 1
    told = Email.objects.filter(key__endswith=":approved").get()
    assert member.name in told.text


def test_what_the_application_leaves_empty_is_kept(sent, editor, former):
    Application.objects.update(website="", place="")
    approve(sent, editor)
    former.refresh_from_db()
    assert former.website == "https://gammel.example.org/"
    assert former.place == "Moss"


@pytest.mark.parametrize("page", ["application", "approve"])
def test_the_staff_see_what_approving_changes(desk, sent, former, page):
    person = factories.member_person("ola@example.org", former)
    text = folded(soup(desk.get(address(page, sent))).find("main"))
    assert "Før Demo AS → Havblikk Demofisk AS" in text
    assert "Moss → Ålesund" in text
    assert "9 000 →" in text
    assert "→ 12 500 000 kr" in text
    assert "Offentlig virksomhet → Bedrift" in text or "→ Bedrift" in text
    assert str(person) in text


def test_the_contact_of_the_application_is_the_main_contact(sent, editor, former):
    old = factories.member_person("for@example.org", former, role=Role.MAIN)
    approve(sent, editor)
    old.affiliation.refresh_from_db()
    assert old.affiliation.role == Role.COLLEAGUE
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("siri@example.org", Role.MAIN)
    assert Email.objects.filter(recipient="for@example.org").count() == 1


@pytest.mark.parametrize("role", [Role.MAIN, Role.COLLEAGUE])
def test_a_contact_who_belongs_already_needs_no_invitation(sent, editor, former, role):
    known = factories.member_person("siri@example.org", former, role=role)
    approve(sent, editor)
    known.affiliation.refresh_from_db()
    assert known.affiliation.role == Role.MAIN
    assert not Invitation.objects.exists()


def test_refused_invitation_makes_no_member(sent, editor, monkeypatch):
    from membership.affiliations.services import Refusal, RefusedError

    def refuse(*args, **kwargs):
        raise RefusedError(Refusal.IS_THERE)

    monkeypatch.setattr(services, "invite", refuse)
    with pytest.raises(staff.CannotApproveError):
        staff.approve(sent.pk, member_since=date(2026, 1, 1), adviser=None, by=editor)
    assert not Member.objects.exists()
    assert state_of(sent) == ApplicationState.NEW
    assert kinds(sent) == []
    assert not Email.objects.exists()
