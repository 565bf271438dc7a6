"""What becomes of proposals."""

from datetime import date

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from ethicaltrade.dates import today
from ethicaltrade.mail.models import Email
from ethicaltrade.media.models import CustomDocument
from membership.members.models import Member, Report
from membership.proposals import collections, personal_data, services
from membership.proposals.models import Proposal, fingerprint_of
from membership.proposals.services import ChangedMeanwhileError, DecidedAlreadyError
from tests.membership.factories import add_report
from tests.support import factories

from .support import hand_in, propose

pytestmark = pytest.mark.django_db


def approve(proposal, by, **more) -> Proposal:
    fresh = Proposal.objects.get(pk=proposal.pk)
    return services.approve(fresh.pk, seen=fresh.fingerprint, by=by, **more)


def decline(proposal, by, note="Ikke slik.") -> Proposal:
    fresh = Proposal.objects.get(pk=proposal.pk)
    return services.decline(fresh.pk, seen=fresh.fingerprint, by=by, note=note)


# Presentations


@pytest.mark.usefixtures("interface")
def test_approved_presentation_stands_at_the_member(organisation, kari, staff):
    proposal = propose(
        organisation, kari, presentation_nb="Selger kaffe.", website="https://a.example"
    )
    approve(proposal, staff)
    organisation.refresh_from_db()
    assert organisation.presentation_nb == "Selger kaffe."
    assert organisation.presentation_en == "Sells tea."
    assert organisation.website == "https://a.example"
    stored = Member.objects.filter(pk=organisation.pk).rewrite(False)
    assert stored.values_list("presentation", flat=True)[0] == "Selger kaffe."
    proposal.refresh_from_db()
    assert proposal.is_approved
    assert proposal.decided_by == staff


def test_declined_presentation_changes_nothing(organisation, kari, staff):
    proposal = decline(propose(organisation, kari, place="Oslo"), staff)
    organisation.refresh_from_db()
    assert organisation.place == "Bergen"
    assert proposal.note == "Ikke slik."


def test_text_can_be_taken_away(organisation, kari, staff):
    approve(propose(organisation, kari, presentation_en=""), staff)
    organisation.refresh_from_db()
    assert not organisation.presentation_en


def test_member_has_one_waiting_presentation(organisation, kari):
    first = propose(organisation, kari, place="Oslo")
    second = propose(organisation, kari, place="Molde")
    assert first.pk == second.pk
    assert organisation.proposals.count() == 1


def test_after_a_decision_there_may_be_another(organisation, kari, staff):
    decline(propose(organisation, kari, place="Oslo"), staff)
    propose(organisation, kari, place="Molde")
    assert organisation.proposals.count() == 2
    assert organisation.proposals.waiting().count() == 1


def test_second_approval_does_nothing(organisation, kari, staff):
    proposal = propose(organisation, kari, place="Oslo")
    seen = proposal.fingerprint
    approve(proposal, staff)
    with pytest.raises(DecidedAlreadyError):
        services.approve(proposal.pk, seen=seen, by=staff)
    with pytest.raises(DecidedAlreadyError):
        services.decline(proposal.pk, seen=seen, by=staff, note="Nei.")
    assert Email.objects.filter(template__startswith="proposals/").count() == 1


def test_what_changed_while_staff_looked_is_not_approved(organisation, kari, staff):
    seen = propose(organisation, kari, place="Oslo").fingerprint
    proposal = propose(organisation, kari, place="Molde")
    with pytest.raises(ChangedMeanwhileError):
        services.approve(proposal.pk, seen=seen, by=staff)
    organisation.refresh_from_db()
    assert organisation.place == "Bergen"


def test_member_changed_by_staff_meanwhile_is_not_overwritten(
    organisation, kari, staff
):
    proposal = propose(organisation, kari, presentation_nb="Nytt.")
    seen = proposal.fingerprint
    organisation.place = "Voss"
    organisation.save()
    with pytest.raises(ChangedMeanwhileError):
        services.approve(proposal.pk, seen=seen, by=staff)


def test_proposal_taken_back_cannot_be_decided(organisation, kari, staff):
    proposal = propose(organisation, kari, place="Oslo")
    pk, seen = proposal.pk, proposal.fingerprint
    assert services.withdraw_presentation(organisation.pk)
    with pytest.raises(DecidedAlreadyError):
        services.approve(pk, seen=seen, by=staff)


def test_fingerprint_is_of_proposal_and_member(organisation, kari):
    proposal = propose(organisation, kari, place="Oslo")
    before = proposal.fingerprint
    assert Proposal.objects.get().fingerprint == before
    assert fingerprint_of(organisation, None) != before


def test_history_of_the_member_names_what_was_decided(organisation, kari, staff):
    approve(propose(organisation, kari, place="Oslo"), staff)
    entry = ModelLogEntry.objects.get(action="membership.proposal.approved")
    assert entry.object_id == str(organisation.pk)
    assert entry.user == staff
    assert entry.message


# Reports


def test_approved_report_is_public_with_its_badge(organisation, kari, staff):
    proposal = hand_in(organisation, kari)
    assert not Report.objects.public().exists()
    approve(proposal, staff, level="basic")
    report = Report.objects.public().get()
    assert (report.year, report.level) == (2025, "basic")
    assert report.published_on == today()
    assert report.document.collection == collections.published_collection()


def test_day_an_editor_chose_is_kept(organisation, kari, staff):
    proposal = hand_in(organisation, kari, link="https://example.org/r.pdf")
    Report.objects.update(published_on=date(2026, 1, 2))
    approve(proposal, staff)
    assert Report.objects.get().published_on == date(2026, 1, 2)


def test_declined_report_is_deleted_and_remembered(organisation, kari, staff):
    proposal = hand_in(organisation, kari)
    decline(proposal, staff, note="Feil fil.")
    assert not Report.objects.exists()
    assert not CustomDocument.objects.exists()
    proposal.refresh_from_db()
    assert (proposal.year, proposal.note) == (2025, "Feil fil.")
    hand_in(organisation, kari)
    assert Report.objects.count() == 1


def test_report_deleted_by_an_editor_takes_its_proposal_along(organisation, kari):
    hand_in(organisation, kari)
    Report.objects.get().delete()
    assert not Proposal.objects.exists()


def test_editors_own_reports_are_no_proposals(organisation):
    add_report(organisation)
    assert not Proposal.objects.exists()


def test_editor_who_was_first_is_no_server_error(organisation, kari, monkeypatch):
    from membership.proposals import services

    add_report(organisation, 2025)
    monkeypatch.setattr(services, "check_year", lambda member, year: None)
    with pytest.raises(services.YearTakenError):
        hand_in(organisation, kari)
    assert not CustomDocument.objects.exists()


# E-mails


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Bergblom Demo AS"), ("en", "has been published")]
)
def test_email_comes_in_the_language_of_the_proposer(
    organisation, kari, staff, language, words
):
    approve(propose(organisation, kari, language, place="Oslo"), staff, note="Fint!")
    email = Email.objects.get(template__startswith="proposals/")
    assert (email.recipient, email.language) == ("kari@example.org", language)
    assert words in email.subject
    assert "Fint!" in email.text
    assert "Fint!" in email.html


@pytest.mark.parametrize("decide", [approve, decline])
def test_every_outcome_has_its_email(organisation, kari, staff, decide):
    decide(propose(organisation, kari, place="Oslo"), staff)
    decide(hand_in(organisation, kari), staff)
    emails = Email.objects.filter(template__startswith="proposals/")
    assert len({email.subject for email in emails}) == 2


def test_who_has_left_is_told_nothing_more(organisation, kari, staff):
    ola = factories.member_person("ola@example.org", organisation)
    proposal = propose(organisation, ola, place="Oslo")
    ola.affiliation.delete()
    approve(proposal, staff)
    email = Email.objects.get(template__startswith="proposals/")
    assert email.recipient == "kari@example.org"


def test_nobody_left_to_tell_is_no_error(organisation, kari, staff):
    proposal = propose(organisation, kari, place="Oslo")
    kari.affiliation.delete()
    approve(proposal, staff)
    assert not Email.objects.filter(template__startswith="proposals/").exists()


def test_email_is_sent_when_the_decision_holds(
    organisation, kari, staff, django_capture_on_commit_callbacks
):
    proposal = propose(organisation, kari, place="Oslo")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        approve(proposal, staff)
    assert [email.to for email in mail.outbox] == [["kari@example.org"]]


# Personal data


def test_person_can_be_forgotten(organisation, kari, staff):
    approve(propose(organisation, kari, place="Oslo"), staff)
    told = personal_data.export(kari)
    assert told[0]["proposed"]["place"] == "Oslo"
    personal_data.forget(kari)
    assert personal_data.export(kari) == []
    assert Proposal.objects.get().place == "Oslo"
    assert not Email.objects.filter(template__startswith="proposals/").exists()
