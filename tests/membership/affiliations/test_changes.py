"""Removing people and handing over the role: one main contact, and nobody untold."""

import pytest
from wagtail.models import ModelLogEntry

from ethicaltrade.mail.models import Email
from membership.affiliations import services
from membership.affiliations.models import Affiliation
from membership.affiliations.services import Refusal

from .support import emails_to, roles
from .test_invitations import refusal

pytestmark = pytest.mark.django_db


def test_main_contact_removes_a_colleague_who_is_told(organisation, main, colleague):
    pk = colleague.affiliation.pk
    assert services.remove(organisation.pk, pk, by=main) == "Kolbein Demo"
    assert roles(organisation) == {main.email: "main"}
    email = Email.objects.get(recipient=colleague.email)
    assert email.subject == "You no longer have access through Ærlig Demo AS"
    assert email.language == "en"
    entry = ModelLogEntry.objects.get(action="membership.people.remove")
    assert (entry.user, entry.data) == (main, {"user": colleague.pk})


def test_role_is_handed_over_and_both_are_told(organisation, main, colleague):
    services.hand_over(organisation.pk, colleague.affiliation.pk, by=main)
    assert roles(organisation) == {main.email: "colleague", colleague.email: "main"}
    assert emails_to(colleague.email) == [
        "You are the main contact of Ærlig Demo AS",
    ]
    assert len(emails_to(main.email)) == 1
    assert "Kolbein Demo" in Email.objects.get(recipient=main.email).text
    entry = ModelLogEntry.objects.get(action="membership.people.hand_over")
    assert entry.data == {"user": colleague.pk}


@pytest.mark.parametrize("work", [services.remove, services.hand_over])
def test_only_the_main_contact_does_so(organisation, main, colleague, stranger, work):
    pk = colleague.affiliation.pk
    for by in (colleague, stranger):
        assert refusal(work, organisation.pk, pk, by=by) == Refusal.NOT_MAIN
    assert len(roles(organisation)) == 2


@pytest.mark.parametrize("work", [services.remove, services.hand_over])
def test_nobody_of_another_member_is_reached(organisation, main, stranger, work):
    pk = stranger.affiliation.pk
    assert refusal(work, organisation.pk, pk, by=main) == Refusal.GONE
    assert Affiliation.objects.filter(pk=pk).exists()


@pytest.mark.parametrize("work", [services.remove, services.hand_over])
def test_somebody_who_has_gone_meanwhile_is_no_fault(
    organisation, main, colleague, work
):
    pk = colleague.affiliation.pk
    colleague.delete()
    assert refusal(work, organisation.pk, pk, by=main) == Refusal.GONE


def test_main_contact_does_not_remove_themselves(organisation, main):
    pk = main.affiliation.pk
    assert refusal(services.remove, organisation.pk, pk, by=main) == Refusal.IS_MAIN


def test_role_is_not_handed_to_whoever_has_it(organisation, main):
    pk = main.affiliation.pk
    assert refusal(services.hand_over, organisation.pk, pk, by=main) == Refusal.GONE
    assert roles(organisation) == {main.email: "main"}


def test_former_main_contact_has_lost_the_right(organisation, main, colleague):
    services.hand_over(organisation.pk, colleague.affiliation.pk, by=main)
    pk = colleague.affiliation.pk
    refused = refusal(services.remove, organisation.pk, pk, by=main)
    assert refused == Refusal.NOT_MAIN


def test_staff_remove_the_main_contact_and_make_another(
    organisation, main, colleague, editor
):
    pk = main.affiliation.pk
    services.remove(organisation.pk, pk, by=editor, by_staff=True)
    assert roles(organisation) == {colleague.email: "colleague"}
    pk = colleague.affiliation.pk
    services.hand_over(organisation.pk, pk, by=editor, by_staff=True)
    assert roles(organisation) == {colleague.email: "main"}


def test_address_that_no_email_reaches_stops_nothing(organisation, main, colleague):
    colleague.email = "kollega@" + "æ" * 70 + ".no"  # no name server could be asked
    colleague.save()
    services.remove(organisation.pk, colleague.affiliation.pk, by=main)
    assert roles(organisation) == {main.email: "main"}
    assert not Email.objects.exists()
