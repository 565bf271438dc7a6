"""Nothing of somebody who has done something everywhere is left once they are gone."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import models, transaction
from django.test import RequestFactory
from django.utils import timezone

from ethicaltrade.bilingual.models import Schedule
from ethicaltrade.exchange.models import Import
from ethicaltrade.home.models import Feedback
from ethicaltrade.mail.models import Attachment, Email
from ethicaltrade.mailboxes import mailbox
from ethicaltrade.privacy import registry
from ethicaltrade.tasks.models import Task
from ethicaltrade.users.adapter import AccountAdapter
from ethicaltrade.users.models import EarlierAddress
from events.models import Registration
from membership.affiliations.models import Invitation
from membership.applications.emails import send_question
from membership.applications.models import Application, EventKind
from membership.proposals.models import Proposal
from membership.resources.models import ChapterPage, ChapterRead, ResourceVisit
from tests.events.registration.support import put, register
from tests.membership.factories import add_member
from tests.support import factories

pytestmark = pytest.mark.django_db

WORD = "kanarifugl"
EMAIL = f"{WORD}@example.org"
ADDRESS = "192.0.2.77"
TRACES = (WORD, ADDRESS)

# What is on record and is not the person's to take away, and what a test cannot make.
STAYS = {"applications.ApplicationEvent", "events.ChangeNote", "events.Message"}


@pytest.fixture
def person(programme, home):
    """Somebody with a row in every model that a source keeps."""
    member = add_member("Havn Demo AS")
    user = factories.member_person(EMAIL, member, role="main")
    register(put(programme), EMAIL, user=user, name="Kari")
    UserSession.objects.create(
        user=user, ip=ADDRESS, user_agent="x", session_key="0" * 32
    )
    Authenticator.objects.create(user=user, type="totp", data={})
    soon = timezone.now() + timedelta(days=1)
    Invitation.objects.create(
        member=member, email=EMAIL, role="main", language="nb", expires_at=soon
    )
    Application.objects.create(
        state="approved",
        language="nb",
        email=EMAIL,
        name="Havn Demo AS",
        kind="company",
        sector="food",
    )
    Proposal.objects.create(
        member=member, by=user, kind="presentation", language="nb", presentation="Nytt."
    )
    Feedback.objects.create(text="Knappen", email=EMAIL, language="nb")
    ResourceVisit.objects.create(user=user)
    guide = factories.put_page(home, ChapterPage(title_nb="Kapittel"))
    ChapterRead.objects.create(user=user, chapter=guide)
    Schedule.objects.create(
        page_id=guide.pk, language="nb", action="publish", at=soon, user=user
    )
    Import.objects.create(user=user, told_in="nb", name="x.xlf")
    Task.objects.create(
        page_id=guide.pk, language="nb", kind="review", asked_by=user, ended_by=user
    )
    email = Email.objects.create(
        key="brev", message_id="brev", template="x", language="nb", recipient=EMAIL
    )
    Email.objects.create(
        key="til oss",
        message_id="til oss",
        template="x",
        language="nb",
        state="sent",
    )
    Attachment.objects.create(
        email=email, name="x", content_type="text/plain", content=b""
    )
    EarlierAddress.objects.create(user=user, email=EMAIL)
    for kept in all_kept():
        plant(kept)
    # To the staff, with the person's words, and to be answered to them.
    Email.objects.filter(key="til oss").update(recipient="post@example.org")
    assert EmailAddress.objects.filter(user=user, verified=True).exists()
    return type(user).objects.get(pk=user.pk)


def all_kept():
    return [
        kept
        for source in registry.sources()
        for kept in source.kept
        if kept.model._meta.label not in STAYS
    ]


def plant(kept):
    """Write the word in every column that is to be erased."""
    values = {}
    for name in (*kept.by, *kept.fields):
        field = kept.model._meta.get_field(name)
        if name == "email_key":
            values[name] = mailbox(EMAIL)
        elif isinstance(field, models.EmailField):
            values[name] = EMAIL
        elif isinstance(field, models.JSONField):
            values[name] = {"ord": WORD}
        elif isinstance(field, models.CharField | models.TextField):
            values[name] = WORD
    rows = kept.model.objects.all()
    assert rows.count() >= 1, kept.model
    if values:
        rows.update(**values)


def columns_with_traces() -> set[str]:
    """Every column of the database in which something of the person stands."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if not field.is_relation
        for value in model._base_manager.values_list(field.attname, flat=True)
        if any(trace in str(value).casefold() for trace in TRACES)
    }


def test_every_column_that_is_to_be_erased_is_planted(person):
    text = models.CharField | models.TextField | models.JSONField
    expected = {
        f"{kept.model._meta.label}.{name}"
        for kept in all_kept()
        for name in (*kept.by, *kept.fields)
        if isinstance(kept.model._meta.get_field(name), text)
    }
    assert expected <= columns_with_traces()


def test_person_is_told_what_every_source_keeps(person):
    told = json.loads(json.dumps(registry.everything_about(person), default=str))
    assert told.keys() == {source.name for source in registry.sources()}
    assert all(told.values())


def test_nothing_of_the_person_is_left(person):
    with transaction.atomic():
        registry.forget(person)
        person.delete()
    assert columns_with_traces() == set()
    assert Email.objects.get().key == "til oss"
    assert Registration.objects.get().anonymised_at
    assert Feedback.objects.get().text == "Knappen"


@pytest.fixture
def moved(person):
    """The same person, who has another address since just now."""
    person.email = "ny@example.org"
    person.save()
    EarlierAddress.objects.update(email=EMAIL, until=timezone.now())
    return person


def test_what_was_written_under_an_earlier_address_is_told(moved):
    told = json.loads(json.dumps(registry.everything_about(moved), default=str))
    assert all(told.values())
    assert told["applications"][0]["contact_name"] == WORD
    assert told["account"]["earlier_addresses"][0]["email"] == EMAIL


def planted_under_the_address():
    """Sources whose rows are found by an e-mail address, and by nothing else."""
    return {
        source.name
        for source in registry.sources()
        for kept in source.kept
        if any(
            isinstance(kept.model._meta.get_field(name), models.EmailField)
            for name in kept.by
        )
    }


def test_every_source_tells_what_it_keeps_under_an_earlier_address(moved):
    """Nothing leads to it but that address: no row has the user's key."""
    Registration.objects.update(user=None)
    Invitation.objects.update(invited_by=None)
    told = registry.everything_about(moved)
    assert planted_under_the_address() >= {"registrations", "feedback", "applications"}
    for name in planted_under_the_address():
        assert WORD in json.dumps(told[name], default=str), name
    assert {each["to"] for each in told["emails"]} == {EMAIL}


def test_what_is_found_by_an_earlier_address_alone_goes_too(moved):
    Registration.objects.update(user=None)
    Invitation.objects.update(invited_by=None)
    registry.forget(moved)
    moved.delete()
    assert columns_with_traces() == set()


def test_emails_that_go_to_an_earlier_address_after_the_change_go_too(moved):
    """That it was changed, and what an application they sent still brings."""
    with request_context(RequestFactory().get("/")):
        AccountAdapter().send_notification_mail("email_changed", moved, {}, EMAIL)
    send_question(Application.objects.get(), "Hvor mange er dere?", 1)
    late = Email.objects.filter(created_at__gt=EarlierAddress.objects.get().until)
    assert late.count() == 2
    assert set(late.values_list("recipient", flat=True)) == {EMAIL}
    subjects = {each["subject"] for each in registry.everything_about(moved)["emails"]}
    assert late.get(key__startswith="person:").subject in subjects
    registry.forget(moved)
    moved.delete()
    assert not late.exists()
    assert columns_with_traces() == set()


def test_what_was_written_under_an_earlier_address_goes_too(moved):
    later = Feedback.objects.create(
        text="Lenke", email=EMAIL, language="nb", fingerprint="2"
    )
    registry.forget(moved)
    moved.delete()
    assert columns_with_traces() == {"home.Feedback.email"}, "by the next who has it"
    assert Feedback.objects.exclude(email="").get() == later


# What was written about an application, by whomever


@pytest.fixture
def application():
    """Approved for a member that left long ago, with words in every text there is."""
    left = timezone.localdate() - timedelta(days=2000)
    member = add_member("Borte Demo AS", member_since=left, ended_on=left)
    one = Application.objects.create(
        **dict.fromkeys((*WORDS_OF_PEOPLE, "message"), WORD),
        **dict.fromkeys(("email", "contact_email", "invoice_email"), EMAIL),
        state="approved",
        language="nb",
        name="Borte Demo AS",
        kind="company",
        sector="food",
        typed={"contacts": {"contact_name": WORD}},
        decided_at=timezone.now() - timedelta(days=2000),
        member=member,
    )
    for kind in EventKind:
        text = "contacts" if kind == EventKind.CHANGED else f"Kjære {WORD}!"
        one.events.create(kind=kind, text=text)
    return one


WORDS_OF_PEOPLE = (
    *("contact_name", "contact_role", "contact_phone"),
    *("invoice_name", "invoice_reference"),
)


def test_no_words_outlive_an_anonymised_application(application):
    for source in registry.sources():
        if source.name == "applications":
            source.expire(timezone.now())
            assert columns_with_traces() == set()
            application.events.create(kind=EventKind.NOTE, text=f"Hei {WORD}")
            source.expire(timezone.now())
    assert columns_with_traces() == set()
    assert application.events.get(kind=EventKind.CHANGED).text == "contacts"


def test_no_words_outlive_the_account_of_who_applied(application):
    user = factories.user(EMAIL)
    EmailAddress.objects.update_or_create(user=user, email=EMAIL, verified=True)
    registry.forget(user)
    user.delete()
    assert columns_with_traces() == set()
