"""What is kept of people is told to them, and goes when they go."""

import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from ethicaltrade.core.models import Person
from ethicaltrade.mail.models import Email
from membership.affiliations import personal_data, services
from membership.affiliations.models import Affiliation, Invitation

from .support import PASSWORD, emails_to, invite

pytestmark = pytest.mark.django_db


def delete_account(user) -> None:
    with transaction.atomic():
        personal_data.forget(user)
        user.delete()


def test_export_tells_all(organisation, main):
    invitation, _key = invite(organisation, by=main)
    user = services.join(
        invitation.pk, name="Kari Demo", password=PASSWORD, language="en"
    ).user
    own = json.loads(json.dumps(personal_data.export(user)))
    assert own["affiliation"]["member"] == "Ærlig Demo AS"
    assert own["affiliation"]["role"] == "colleague"
    assert own["affiliation"]["language"] == "en"
    assert own["invitations_made"] == []
    assert [one["email"] for one in own["invitations_received"]] == [user.email]
    assert own["invitations_received"][0]["accepted_at"]
    made = personal_data.export(main)["invitations_made"]
    assert [one["email"] for one in made] == [user.email]
    assert "key" not in str(own)


def test_export_of_somebody_outside_is_empty(editor):
    assert personal_data.export(editor) == {
        "affiliation": None,
        "invitations_made": [],
        "invitations_received": [],
    }


def test_colleague_leaves_no_trace(organisation, main, colleague):
    services.hand_over(organisation.pk, colleague.affiliation.pk, by=main)
    services.hand_over(
        organisation.pk, main.affiliation.pk, by=colleague
    )  # two e-mails each
    invitation, _key = invite(organisation, "x@example.org", by=colleague)
    Email.objects.filter(recipient="x@example.org").delete()
    email, pk = colleague.email, colleague.pk
    delete_account(colleague)
    assert emails_to(email) == []
    assert not Affiliation.objects.filter(user=pk).exists()
    invitation.refresh_from_db()
    assert invitation.invited_by is None
    assert not any("has no main contact" in x for x in emails_to("post@example.org"))


def test_invitations_to_the_address_go_with_the_account(organisation, main):
    invitation, _key = invite(organisation, by=main)
    user = services.join(
        invitation.pk, name="Kari Demo", password="", language="nb"
    ).user
    delete_account(user)
    assert not Invitation.objects.exists()


def test_adviser_is_told_when_the_main_contact_goes(organisation, main, colleague):
    organisation.adviser = Person.objects.create(
        name="Rolf Demo", email="rolf@example.org"
    )
    organisation.save()
    pk = main.pk
    delete_account(main)
    email = Email.objects.get(recipient="rolf@example.org")
    assert "Ærlig Demo AS" in email.subject
    assert email.language == "nb"
    assert f"/admin/members/{organisation.pk}/people/" in email.text
    assert "Hilde" not in email.text
    assert not Affiliation.objects.filter(user=pk).exists()


def test_main_contact_may_go_where_nobody_can_be_told(organisation, main):
    delete_account(main)
    assert not Email.objects.exists()


def test_invitations_that_are_long_over_are_forgotten(organisation, main):
    used, _key = invite(organisation, "brukt@example.org")
    services.join(used.pk, name="X", password="", language="nb")
    withdrawn, _key = invite(organisation, "trukket@example.org")
    services.withdraw(organisation.pk, withdrawn.pk, by=main)
    invite(organisation, "utlopt@example.org")
    old = timezone.now() - timedelta(days=91)
    fresh = timezone.now() + timedelta(days=1)
    of = Invitation.objects.filter
    of(email="brukt@example.org").update(accepted_at=old, expires_at=fresh)
    of(email="trukket@example.org").update(withdrawn_at=old, expires_at=fresh)
    of(email="utlopt@example.org").update(expires_at=old)
    invite(organisation, "fersk@example.org")
    assert personal_data.expire(timezone.now()) == 3
    assert [one.email for one in Invitation.objects.all()] == ["fersk@example.org"]
    assert emails_to("utlopt@example.org") == []
    assert personal_data.expire(timezone.now()) == 0
