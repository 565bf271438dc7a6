"""The administrator's first page: jobs, and e-mails that were given up."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from ethicaltrade.mail.emails import send
from ethicaltrade.mail.models import Email
from ethicaltrade.scheduling import pulse, registry
from ethicaltrade.scheduling.models import JobRun
from tests.support.pages import soup

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ADDRESS = "/admin/emails/again/"


@pytest.fixture
def first_page(client, home, admin):
    """The CMS's, as the administrator reads it."""
    client.force_login(admin)

    def read(language="nb"):
        profile = UserProfile.get_for_user(admin)
        profile.preferred_language = language
        profile.save()
        return soup(client.get("/admin/")).main

    return read


def given_up(number, **changed):
    context = {"report": {"text": "Menyen.", "email": ""}, "url": "x"}
    email = send(
        "home/feedback", f"kari{number}@example.org", "nb", context, f"x:{number}"
    )
    values = {
        "state": Email.State.GIVEN_UP,
        "attempts": 28,
        "ended_at": timezone.now(),
        "last_error": "SMTPRecipientsRefused: unknown <kari>",
    }
    Email.objects.filter(pk=email.pk).update(**values | changed)
    return email


def test_administrator_sees_the_jobs_in_their_language(first_page):
    text = first_page().get_text(" ", strip=True)
    assert "Jobber: Noe er galt" in text
    assert "Ingen arbeidsprosess har kjørt ennå" in text
    now = timezone.now()
    names = [pulse.WORKER, *registry.jobs]
    JobRun.objects.bulk_create(JobRun(name=name, started_at=now) for name in names)
    text = first_page("en").get_text(" ", strip=True)
    assert "The worker is running. 0 tasks wait in its queue." in text
    assert "something is wrong" not in text
    with translation.override("en"):
        assert all(str(job.title) in text for job in registry.jobs.values())


def test_what_is_wrong_stands_first_with_its_reason(first_page):
    now = timezone.now()
    JobRun.objects.create(name=pulse.WORKER, started_at=now)
    JobRun.objects.bulk_create(
        JobRun(name=name, started_at=now) for name in registry.jobs
    )
    JobRun.objects.filter(name="mail.deliver_due_emails").update(
        failing_since=now - timedelta(hours=1), last_error="x\nValueError: <strange>"
    )
    panel = first_page().find(id=lambda value: value and value.startswith("jobs"))
    row = first_page().select_one("table.listing tbody tr")
    assert panel
    assert "Sende e-post Feiler ValueError: <strange>" in row.get_text(" ", strip=True)


def test_emails_that_were_given_up_are_tried_again(first_page, client, settings):
    settings.MAIL_AT_ONCE = False
    one, another = given_up(1), given_up(2)
    over = given_up(3, expires_at=timezone.now() - timedelta(days=1))
    text = first_page().get_text(" ", strip=True)
    assert "3 e-poster er gitt opp." in text
    assert "kari1@example.org" in text
    assert "SMTPRecipientsRefused: unknown <kari>" in text
    assert text.count("For gammel til å være til nytte") == 1
    answer = client.post(ADDRESS, {"pk": one.pk}, follow=True)
    assert "1 e-post blir forsøkt sendt på nytt." in answer.content.decode()
    assert list(Email.objects.waiting()) == [one]
    answer = client.post(ADDRESS, {"pk": over.pk}, follow=True)
    assert "Ingen av dem kan sendes på nytt." in answer.content.decode()
    client.post(ADDRESS, {"pk": "x"})
    assert Email.objects.waiting().count() == 1
    client.post(ADDRESS)
    assert set(Email.objects.waiting()) == {one, another}
    assert list(Email.objects.given_up()) == [over]


def test_nothing_is_said_of_e_mails_while_none_is_given_up(first_page):
    assert "gitt opp" not in first_page().get_text()


def test_editors_see_none_of_it_and_may_not(client, home, editor):
    given_up(1)
    client.force_login(editor)
    page = client.get("/admin/")
    assert page.status_code == 200
    assert "kari1@example.org" not in page.content.decode()
    assert not soup(page).find(id=lambda value: value and value.startswith("jobs"))
    assert client.post(ADDRESS).status_code in (302, 403)
    assert not Email.objects.waiting().exists()


def test_again_is_asked_by_a_form_alone(first_page, client):
    first_page()
    assert client.get(ADDRESS).status_code == 405
