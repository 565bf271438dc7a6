"""Who can be invited, what becomes of an invitation, and who can accept it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ethicaltrade.dates import today
from ethicaltrade.mail.models import Email
from membership.affiliations import services
from membership.affiliations.models import (
    Affiliation,
    Invitation,
    InvitationState,
    Role,
)
from membership.affiliations.services import Refusal, RefusedError
from tests.membership.factories import add_member
from tests.support import factories

from .support import PASSWORD, emails_to, invite, key_in_email, roles

pytestmark = pytest.mark.django_db


def refusal(work, *args, **kwargs) -> Refusal:
    with pytest.raises(RefusedError) as caught:
        work(*args, **kwargs)
    return caught.value.refusal


def join(invitation, name="Kari Demo", language="nb"):
    return services.join(invitation.pk, name=name, password=PASSWORD, language=language)


# Inviting


def test_invitation_is_good_for_fourteen_days_and_is_sent(organisation, main):
    invitation, key = invite(organisation, by=main)
    assert invitation.state == InvitationState.OPEN
    assert invitation.expires_at - invitation.made_at == timedelta(days=14)
    assert services.find_invitation(key) == invitation
    assert len(emails_to("kari@example.org")) == 1


def test_key_is_not_stored(organisation):
    _invitation, key = invite(organisation)
    row = Invitation.objects.values().get()
    assert key not in str(row)
    assert len(key) >= 65


@pytest.mark.parametrize("key", ["", "x", "x" * 1000, "æ", "\x00"])
def test_made_up_key_leads_nowhere(organisation, key):
    invite(organisation)
    assert services.find_invitation(key) is None


def test_same_address_in_any_case_renews_the_invitation(organisation):
    first, old_key = invite(organisation)
    second, key = invite(organisation, "KARI@example.org", role=Role.MAIN)
    assert first == second
    assert services.find_invitation(old_key) is None
    assert services.find_invitation(key).role == Role.MAIN
    assert Invitation.objects.count() == 1
    assert Email.objects.count() == 1


def test_database_holds_one_open_invitation_to_an_address(organisation):
    invitation, _key = invite(organisation)
    again = Invitation(
        member=organisation,
        email="KARI@EXAMPLE.ORG",
        language="nb",
        secret="x",
        expires_at=timezone.now(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    again.save()


def test_database_holds_one_main_contact(organisation, main, colleague):
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.filter(user=colleague).update(role=Role.MAIN)


def test_two_members_may_invite_the_same_person(organisation, other):
    invite(organisation)
    invite(other)
    assert Invitation.objects.unanswered().count() == 2


def test_ended_member_invites_nobody(organisation):
    organisation.ended_on = today()
    organisation.save()
    assert refusal(invite, organisation) == Refusal.ENDED


def test_member_that_is_yet_to_begin_does():
    coming = add_member("Kommende Demo AS", member_since=today() + timedelta(days=9))
    invitation, _key = invite(coming, role=Role.MAIN)
    join(invitation)
    assert roles(coming) == {"kari@example.org": "main"}


def test_who_is_there_already_is_not_invited(organisation, colleague):
    assert refusal(invite, organisation, "KOLLEGA@example.org") == Refusal.IS_THERE


def test_no_second_main_contact_is_invited(organisation, main):
    assert refusal(invite, organisation, role=Role.MAIN) == Refusal.HAS_MAIN


def test_whoever_invites_is_not_told_of_accounts(organisation, stranger):
    invitation, _key = invite(organisation, stranger.email)
    assert invitation.state == InvitationState.OPEN


@pytest.mark.parametrize("email", ["", "kari", "kari@", "a@b@c.no", "\x00@example.org"])
def test_bad_address_leaves_nothing_behind(organisation, email):
    with pytest.raises(ValidationError):
        invite(organisation, email)
    assert not Invitation.objects.exists()
    assert not Email.objects.exists()


def test_language_that_the_site_has_not_is_refused(organisation):
    with pytest.raises(ValueError, match="language"):
        invite(organisation, language="se")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("nb", "Ærlig Demo AS"),
        ("en", "Invitation to use our website on behalf of Ærlig Demo AS"),
    ],
)
def test_email_is_in_the_language_of_its_reader(organisation, main, language, subject):
    invitation, key = invite(organisation, language=language, by=main)
    email = Email.objects.get()
    assert subject in email.subject
    prefix = "/en/" if language == "en" else "/"
    assert f"http://localhost{prefix}konto/invita" in email.text
    assert f'{key}/"' in email.html
    assert "Hilde Demo" in email.text
    assert email.language == language
    assert email.expires_at == invitation.expires_at


def test_withdrawn_invitation_leads_nowhere_and_its_email_is_gone(organisation, main):
    invitation, key = invite(organisation)
    services.withdraw(organisation.pk, invitation.pk, by=main)
    assert services.find_invitation(key).state == InvitationState.WITHDRAWN
    assert refusal(join, invitation) == Refusal.CLOSED
    assert not Email.objects.exists()


def test_sending_again_makes_a_new_key_and_new_time(organisation, main):
    invitation, old_key = invite(organisation)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=3))
    services.send_again(organisation.pk, invitation.pk, by=main)
    assert services.find_invitation(old_key) is None
    assert (
        services.find_invitation(key_in_email(invitation)).state == InvitationState.OPEN
    )


@pytest.mark.parametrize("work", [services.send_again, services.withdraw])
def test_only_the_main_contact_and_the_staff_do_so(
    organisation, main, colleague, stranger, editor, work
):
    invitation, _key = invite(organisation)
    for by in (colleague, stranger, editor):
        assert refusal(work, organisation.pk, invitation.pk, by=by) == Refusal.NOT_MAIN
    work(organisation.pk, invitation.pk, by=editor, by_staff=True)


@pytest.mark.parametrize("work", [services.send_again, services.withdraw])
def test_nor_with_one_that_is_another_members_or_answered(
    organisation, other, main, work
):
    foreign, _key = invite(other)
    assert refusal(work, organisation.pk, foreign.pk, by=main) == Refusal.GONE
    used, _key = invite(organisation)
    join(used)
    assert refusal(work, organisation.pk, used.pk, by=main) == Refusal.GONE


# Accepting


def test_new_person_gets_an_account_of_their_own(organisation, main):
    invitation, key = invite(organisation, role=Role.COLLEAGUE)
    affiliation = join(invitation, "Kari Anne Demo", language="en")
    user = affiliation.user
    assert user.get_full_name() == "Kari Anne Demo"
    assert user.check_password(PASSWORD)
    assert user.is_member
    assert not user.is_staff
    address = user.emailaddress_set.get()
    assert (address.email, address.verified, address.primary) == (
        "kari@example.org",
        True,
        True,
    )
    assert affiliation.language == "en"
    assert affiliation.since == today()
    assert services.find_invitation(key).state == InvitationState.ACCEPTED
    assert not Email.objects.exists()


def test_account_without_a_password_has_none(organisation):
    invitation, _key = invite(organisation)
    affiliation = services.join(invitation.pk, name="Kari", password="", language="nb")
    assert not affiliation.user.has_usable_password()
    assert affiliation.user.get_full_name() == "Kari"


def test_first_main_contact_is_main_and_the_next_a_colleague(organisation):
    first, _key = invite(organisation, role=Role.MAIN)
    second, _key = invite(organisation, "ola@example.org", role=Role.MAIN)
    join(first)
    join(second)
    assert roles(organisation) == {
        "kari@example.org": "main",
        "ola@example.org": "colleague",
    }


def test_invitation_is_used_once(organisation):
    invitation, _key = invite(organisation)
    affiliation = join(invitation)
    assert refusal(join, invitation) == Refusal.CLOSED
    assert refusal(services.accept, invitation.pk, affiliation.user) == Refusal.CLOSED
    assert Affiliation.objects.count() == 1


def test_link_alone_takes_no_account_over(organisation):
    account = factories.user("Kari@Example.org")
    invitation, _key = invite(organisation)
    assert refusal(join, invitation) == Refusal.HAS_ACCOUNT
    account.refresh_from_db()
    assert account.check_password(factories.PASSWORD)
    assert not Affiliation.objects.exists()
    services.accept(invitation.pk, account)
    assert roles(organisation) == {account.email: "colleague"}


def test_invitation_of_another_is_not_accepted(organisation, editor):
    invitation, _key = invite(organisation)
    assert refusal(services.accept, invitation.pk, editor) == Refusal.NOT_YOURS


def test_person_of_another_active_member_is_refused(organisation, other, stranger):
    invitation, _key = invite(organisation, stranger.email)
    refused = refusal(services.accept, invitation.pk, stranger)
    assert refused == Refusal.OTHER_MEMBER
    assert roles(other) == {stranger.email: "colleague"}


def test_so_is_one_of_a_member_that_is_yet_to_begin(organisation, other, stranger):
    other.member_since = today() + timedelta(days=3)
    other.save()
    invitation, _key = invite(organisation, stranger.email)
    refused = refusal(services.accept, invitation.pk, stranger)
    assert refused == Refusal.OTHER_MEMBER


def test_person_of_an_ended_member_is_moved(organisation, other, stranger):
    other.ended_on = today()
    other.save()
    Affiliation.objects.update(role=Role.MAIN, since=date(2020, 1, 1))
    invitation, _key = invite(organisation, stranger.email)
    services.accept(invitation.pk, stranger)
    assert roles(organisation) == {stranger.email: "colleague"}
    assert roles(other) == {}
    assert Affiliation.objects.get().since == today()
    assert stranger.is_member


def test_expired_invitation_is_not_accepted(organisation):
    invitation, key = invite(organisation)
    Invitation.objects.update(expires_at=timezone.now())
    assert services.find_invitation(key).state == InvitationState.EXPIRED
    assert refusal(join, invitation) == Refusal.CLOSED


def test_invitation_to_a_member_that_ended_is_void(organisation):
    invitation, key = invite(organisation)
    organisation.ended_on = today()
    organisation.save()
    assert services.find_invitation(key).state == InvitationState.VOID
    assert refusal(join, invitation) == Refusal.CLOSED


def test_all_is_written_down_without_names(organisation, main):
    invitation, _key = invite(organisation, by=main)
    services.send_again(organisation.pk, invitation.pk, by=main)
    user = join(invitation).user
    entries = ModelLogEntry.objects.filter(action__startswith="membership.people")
    assert sorted(entry.action.rpartition(".")[2] for entry in entries) == [
        "invite",
        "join",
        "resend",
    ]
    assert "Kari" not in str([entry.data for entry in entries])
    joined = entries.get(action__endswith="join")
    assert (joined.user, joined.data["user"]) == (user, user.pk)
    assert f"{user.pk}" in str(joined.message)
