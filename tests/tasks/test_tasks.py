"""A language of a page is with somebody, until that is done."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from ethicaltrade.bilingual import actions
from ethicaltrade.dates import today
from ethicaltrade.home.groups import PUBLISHERS
from ethicaltrade.mail.models import Email
from ethicaltrade.privacy import registry
from ethicaltrade.tasks import rights, scheduled, services
from ethicaltrade.tasks.models import Section, Task
from tests.support import factories

pytestmark = pytest.mark.django_db

Kind, State = Task.Kind, Task.State


def ask_for_review(page, editor, **who):
    return services.ask(page, "nb", Kind.REVIEW, by=editor, **who)


@pytest.fixture
def colleague(db):
    return factories.user("kollega@example.org", PUBLISHERS, first_name="Kari")


def mailed(**found):
    return [email.recipient for email in Email.objects.filter(**found)]


@pytest.mark.every_database
def test_one_of_a_kind_is_unsettled(page, editor, translator, translation):
    with pytest.raises(ValidationError):
        services.ask(page, "en", Kind.TRANSLATION, by=editor, person=translator)
    again = Task(page_id=page.pk, language="en", kind=Kind.TRANSLATION)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    ask_for_review(page, editor, person=editor)  # of another kind
    services.hand_back(translation, by=translator, answer="Uklart")
    second = services.ask(page, "en", Kind.TRANSLATION, by=editor, person=translator)
    translation.refresh_from_db()
    assert (translation.state, second.state) == (State.CANCELLED, State.OPEN)


def test_where_no_section_has_tasks_nobody_asks(page, editor, section):
    Section.objects.all().delete()
    with pytest.raises(PermissionDenied):
        ask_for_review(page, editor, person=editor)
    assert not rights.has_tasks(page)
    services.switch(section, on=True, by=editor)
    assert rights.has_tasks(page)
    assert not rights.has_tasks(section.get_parent())
    alias = page.create_alias(parent=section, update_slug="speil")
    assert not rights.has_tasks(alias)


def test_only_those_who_can_do_it_are_asked(page, editor, translator, member):
    for somebody in (translator, member):  # who may not edit the page
        with pytest.raises(ValidationError) as refused:
            ask_for_review(page, editor, person=somebody)
        assert "doer" in refused.value.error_dict
    assert list(rights.people(page, Kind.REVIEW)) == [editor]
    assert set(rights.people(page, Kind.TRANSLATION)) == {editor, translator}
    names = [group.name for group in rights.groups(page, Kind.TRANSLATION)]
    assert names == [PUBLISHERS, "Translators"]


def test_day_that_has_passed_is_refused_and_told_when_it_comes(
    page, editor, translation
):
    yesterday = today() - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        ask_for_review(page, editor, person=editor, due=yesterday)
    assert "due" in refused.value.error_dict
    translation.due = today()
    assert not translation.is_overdue
    translation.due = yesterday
    assert translation.is_overdue


def test_whoever_has_it_is_reminded_once_when_it_is_overdue(
    page, editor, translator, translators
):
    other = factories.user("andre@example.org", "Translators")
    services.ask(page, "en", Kind.TRANSLATION, by=editor, group=translators)
    mine = ask_for_review(page, editor, person=editor)
    Task.objects.update(due=today())
    assert scheduled.remind() == ""
    Task.objects.update(due=today() - timedelta(days=1))
    assert scheduled.remind() == "2 tasks"
    told = Email.objects.filter(template="tasks/overdue")
    people = sorted(told.values_list("recipient", flat=True))
    assert people == sorted([editor.email, other.email, translator.email])
    subject = told.get(recipient=editor.email).subject
    assert subject == f"Fristen er ute: Gjennomgang: norsk – {page.title_nb}"
    told.delete()  # as the outbox is emptied, in time
    assert scheduled.remind() == ""
    services.finish(mine, by=editor)
    Task.objects.update(reminded_at=None)
    assert scheduled.remind() == "1 tasks"
    assert editor.email not in told.values_list("recipient", flat=True)


def test_who_may_not_open_it_any_more_is_not_reminded(
    page, translation, translators, editor
):
    Task.objects.update(due=today() - timedelta(days=1))
    translators.permissions.get(codename="translate_pages").delete()
    scheduled.remind()
    assert not mailed(template="tasks/overdue")


def test_a_task_that_ended_meanwhile_is_left_alone(page, translator, translation):
    Task.objects.update(due=today() - timedelta(days=1))
    before = Task.objects.select_related("page").get()
    services.finish(translation, by=translator)
    assert not services.remind(before)


def test_translation_ends_when_its_language_is_published(page, editor, translation):
    review = ask_for_review(page, editor, person=editor)
    actions.publish(page, ["nb"], user=editor)
    review.refresh_from_db()
    translation.refresh_from_db()
    assert (review.state, translation.state) == (State.CLOSED, State.OPEN)
    draft = page.get_latest_revision_as_object()
    draft.title_en, draft.lead_en = "Beer", "A lead"
    draft.save_revision()
    actions.publish(page, ["en"], user=editor)
    translation.refresh_from_db()
    assert (translation.state, translation.ended_by) == (State.CLOSED, editor)
    services.settle_published(page, ["en"])  # again: nothing is left to end


def test_whoever_has_it_ends_it_and_others_do_not(
    page, editor, colleague, translator, translation
):
    for act in (services.finish, services.hand_back):
        with pytest.raises(PermissionDenied):
            act(translation, by=colleague, answer="Hei")
    with pytest.raises(PermissionDenied):
        services.cancel(translation, by=translator)
    with pytest.raises(ValidationError):
        services.hand_back(translation, by=translator, answer=" ")
    services.finish(translation, by=translator)
    assert translation.state == State.DONE
    with pytest.raises(PermissionDenied):  # the page is closed to them again
        services.finish(translation, by=translator)
    with pytest.raises(ValidationError):
        services.cancel(translation, by=colleague)


def test_group_has_it_together(page, editor, translator, translators):
    other = factories.user("andre@example.org", "Translators")
    task = services.ask(page, "en", Kind.TRANSLATION, by=editor, group=translators)
    assert sorted(mailed(template="tasks/given")) == [other.email, translator.email]
    services.hand_back(task, by=other, answer="Ingen tid")
    assert mailed(template="tasks/ended") == [editor.email]


def test_e_mails_go_to_those_who_may_open_the_page(
    page, editor, colleague, translator, translation
):
    [email] = Email.objects.all()
    assert (email.recipient, email.language) == (translator.email, "nb")
    assert page.title_nb in email.subject
    assert f"/admin/pages/{page.pk}/edit/" in email.text
    services.cancel(translation, by=editor)  # nor is the translator told its title
    review = ask_for_review(page, editor, person=colleague)
    editor.groups.clear()
    services.finish(Task.objects.get(pk=review.pk), by=colleague)
    assert not mailed(template="tasks/ended")
    assert mailed(template="tasks/given") == [translator.email, colleague.email]


def test_whoever_asks_themselves_is_sent_nothing(page, editor):
    task = ask_for_review(page, editor, person=editor)
    services.finish(task, by=editor)
    assert not Email.objects.exists()


def test_who_leaves_is_forgotten(page, editor, translator, translation):
    Task.objects.update(comment="Hils Kari", answer="Takk")
    translation.refresh_from_db()
    told = registry.everything_about(translator)["tasks"]["tasks"]
    assert [(one["page"], one["given_to_you"]) for one in told] == [
        (page.title_nb, True)
    ]
    for user in (translator, editor):
        registry.forget(user)
    translation.refresh_from_db()
    assert (translation.person, translation.asked_by) == (None, None)
    assert translation.comment == ""
    assert not Email.objects.exists()
