"""A change that participants are told of: the editor is asked, and the worker tells."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.test.utils.form_data import inline_formset

from ethicaltrade.mail.models import Email
from events import changes, scheduled, services
from events.models import ChangeNote, EventPage, Registration
from tests.events.registration.support import emails_to, fill, put, register, states
from tests.events.test_form import date_row, form_data
from tests.support import factories
from tests.support.pages import folded, soup

from .support import url

pytestmark = pytest.mark.django_db

WORDS = {"remark_nb": "Rommet er <dobbeltbooket>.", "remark_en": "The room is taken."}


@pytest.fixture
def people(event):
    """One who reads Norwegian, one who reads English, and one who has left."""
    register(event, "kari@example.org")
    register(event, "john@example.org", language="en")
    services.cancel(register(event, "gone@example.org").registration.pk)
    return event


@pytest.fixture
def edit(desk, django_capture_on_commit_callbacks):
    """Publish from the page's form; what is not given stays."""

    def post(event, **fields):
        page = EventPage.objects.get(pk=event.pk)
        (date,) = page.dates.all()
        row = date_row(
            str(date.day), f"{date.start_time:%H:%M}", f"{date.end_time:%H:%M}"
        )
        rows = inline_formset([row | {"id": date.pk}], initial=1)
        stays = {
            name: getattr(page, name)
            for name in ("title_nb", "slug_nb", "lead_nb", "title_en", "slug_en")
        }
        data = form_data(**{**stays, "dates": rows, "lead_en": "Lead", **fields})
        address = reverse("wagtailadmin_pages:edit", args=[event.pk])
        with django_capture_on_commit_callbacks(execute=True):
            return desk.post(address, {**data, "action-publish": "nb en"})

    return post


@pytest.fixture
def answer(desk, django_capture_on_commit_callbacks):
    """Send the question's form."""

    def post(address, step="send", **words):
        with django_capture_on_commit_callbacks(execute=True):
            return desk.post(address, {"step": step, **words})

    return post


def told(email):
    return emails_to(email)[1:]


def city_of(event):
    return EventPage.objects.get(pk=event.pk).city_nb


def question(event):
    latest = EventPage.objects.get(pk=event.pk).latest_revision_id
    return url("publish", event, latest)


# Asked first


def test_editor_is_asked_and_nothing_is_published_or_lost(people, edit, desk):
    response = edit(people, city_nb="Bergen")
    assert response.status_code == 302
    assert response.url.startswith(question(people))
    assert city_of(people) == "Oslo"
    draft = EventPage.objects.get(pk=people.pk).get_latest_revision_as_object()
    assert draft.city_nb == "Bergen"
    assert not told("kari@example.org")
    page = soup(desk.get(response.url))
    assert "2 personer" in folded(page.main)
    cells = [folded(cell) for cell in page.select("tbody th, tbody td")]
    assert cells == ["Hvor", "Oslo", "Bergen"]


def test_answer_publishes_and_tells_each_in_their_language(people, edit, answer):
    edit(people, city_nb="Bergen")
    assert answer(question(people), **WORDS).status_code == 302
    assert city_of(people) == "Bergen"
    (kari,), (john,) = told("kari@example.org"), told("john@example.org")
    assert "Rommet er <dobbeltbooket>." in kari.text
    assert "&lt;dobbeltbooket&gt;" in kari.html
    assert "The room is taken." in john.text
    assert not told("gone@example.org")[1:]


def test_editor_is_told_how_many_though_they_have_it_already(
    people, edit, answer, monkeypatch
):
    """Without a worker the e-mails are written before the answer is."""
    edit(people, city_nb="Bergen")
    monkeypatch.setattr(transaction, "on_commit", lambda work, **_options: work())
    (notice,) = get_messages(answer(question(people)).wsgi_request)
    assert "2 personer" in str(notice)


def test_words_in_one_language_go_to_all_and_say_which_it_is(people, edit, answer):
    edit(people, city_nb="Bergen")
    answer(question(people), remark_nb="Rommet er opptatt.")
    (john,) = told("john@example.org")
    assert "Rommet er opptatt." in john.text
    assert '<div lang="nb">' in john.html


def test_email_is_seen_before_it_is_sent(people, edit, answer):
    edit(people, state="cancelled")
    response = answer(question(people), "preview", **WORDS)
    shown = [frame["srcdoc"] for frame in soup(response).select("iframe")]
    assert ["Avlyst" in shown[0], "Cancelled" in shown[1]] == [True, True]
    assert ["&lt;dobbeltbooket" in shown[0], "taken" in shown[1]] == [True, True]
    assert city_of(people) == "Oslo"
    assert not told("kari@example.org")
    assert WORDS["remark_en"] in answer(question(people), "edit", **WORDS).text


@pytest.mark.parametrize(
    "fields", [{"lead_nb": "En annen ingress"}, {"title_nb": "En annen tittel"}]
)
def test_what_nobody_is_told_of_is_published_at_once(people, edit, fields):
    assert edit(people, **fields).url != question(people)
    ((name, value),) = fields.items()
    assert getattr(EventPage.objects.get(pk=people.pk), name) == value


@pytest.mark.parametrize(
    ("attendance", "unseen"), [("online", "city_nb"), ("place", "join_url")]
)
def test_place_that_nobody_is_shown_is_no_news(programme, attendance, unseen):
    event = put(programme, attendance=attendance)
    register(event)
    setattr(event, unseen, "https://nettmote.example.org/")
    assert not changes.pending(event).count


def test_nobody_is_asked_where_nobody_is_registered(event, edit):
    edit(event, city_nb="Bergen")
    assert city_of(event) == "Bergen"


# What may have happened meanwhile


def test_newer_version_is_looked_at_first(people, edit, answer):
    edit(people, city_nb="Bergen")
    asked = question(people)
    page = EventPage.objects.get(pk=people.pk).get_latest_revision_as_object()
    page.city_nb = "Hamar"
    page.save_revision()
    response = answer(asked)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[people.pk])
    assert city_of(people) == "Oslo"


def test_rule_that_is_broken_meanwhile_is_told_and_keeps_what_was_typed(
    people, edit, answer
):
    edit(people, city_nb="Bergen", capacity="2")
    fill(people, 1)
    response = answer(question(people), **WORDS)
    assert response.status_code == 200
    assert "er allerede tatt" in response.text
    assert WORDS["remark_en"] in response.text
    assert city_of(people) == "Oslo"
    assert not ChangeNote.objects.exists()


def test_who_may_not_publish_gets_403(people, edit, client):
    edit(people, city_nb="Bergen")
    client.force_login(factories.user("annen@example.org"))
    assert client.post(question(people), {"step": "send"}).status_code in (302, 403)
    assert city_of(people) == "Oslo"


def test_question_that_is_answered_leads_back_to_the_page(people, edit, answer, desk):
    edit(people, city_nb="Bergen")
    asked = question(people)
    answer(asked)
    edit_url = reverse("wagtailadmin_pages:edit", args=[people.pk])
    assert [desk.get(asked).url, answer(asked).url] == [edit_url] * 2
    assert len(told("kari@example.org")) == 1


def test_unknown_version_is_404(people, desk):
    assert desk.get(url("publish", people, 999_999)).status_code == 404


# Other doors


def test_scheduled_change_is_asked_of_now_and_told_then(
    people, desk, answer, at, django_capture_on_commit_callbacks
):
    page = EventPage.objects.get(pk=people.pk)
    page.city_nb = "Bergen"
    page.save_revision()
    soon = timezone.localtime() + timedelta(hours=2)
    response = desk.post(
        reverse("schedule_language", args=[people.pk, "nb"]),
        {"publish_day": f"{soon:%Y-%m-%d}", "publish_time": f"{soon:%H:%M}"},
    )
    assert response.url.startswith(question(people))
    assert "Ikke planlagt ennå" in desk.get(response.url).text
    assert answer(response.url, **WORDS).status_code == 302
    assert city_of(people) == "Oslo"
    assert not told("kari@example.org")
    at(timezone.now() + timedelta(hours=3))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("publish_scheduled")
    assert city_of(people) == "Bergen"
    (kari,) = told("kari@example.org")
    assert "dobbeltbooket" in kari.text


def test_bulk_publishing_leads_to_each_page(people, desk):
    page = EventPage.objects.get(pk=people.pk)
    page.city_nb = "Bergen"
    page.save_revision()
    address = reverse("wagtail_bulk_action", args=["basepage", "basepage", "publish"])
    response = desk.post(
        f"{address}?id={page.pk}", {"language": ["nb", "en"]}, follow=True
    )
    assert city_of(people) == "Oslo"
    assert page.title in folded(soup(response).select_one(".messages"))


# Told by one task, in batches


def written(function, *args):
    with CaptureQueriesContext(connection) as queries:
        function(*args)
    return len(queries)


def test_publishing_leaves_the_worker_one_task(
    event, settings, django_capture_on_commit_callbacks
):
    queue = {"BACKEND": "django_tasks_db.DatabaseBackend"}
    settings.TASKS = {**settings.TASKS, "worker": queue}
    fill(event, 3)
    page = EventPage.objects.get(pk=event.pk)
    page.city_nb = "Bergen"
    with django_capture_on_commit_callbacks(execute=True):
        factories.save_page(page)
    (task,) = DBTaskResult.objects.filter(task_path=changes.follow_up.module_path)
    assert task.args_kwargs == {"args": [event.pk], "kwargs": {}}
    assert not told("nr0@example.org")
    changes.follow_up.call(event.pk)
    assert len(told("nr0@example.org")) == 1


def test_each_person_takes_at_most_three_queries(programme):
    cost = {}
    for people in (10, 40):
        event = put(programme, capacity=100)
        fill(event, people)
        EventPage.objects.filter(pk=event.pk).update(city_nb="Bergen")
        cost[people] = written(changes.notify_of_changes, event.pk)
    assert cost[40] - cost[10] <= 3 * 30
    assert Email.objects.filter(key__contains=":changed:").count() == 50


def test_everybody_is_told_once_over_several_batches(event, monkeypatch):
    monkeypatch.setattr(changes, "BATCH", 2)
    fill(event, 3)
    register(event, "kari@example.org")
    EventPage.objects.filter(pk=event.pk).update(city_nb="Bergen")
    confirmed = Registration.objects.live().count()
    assert changes.notify_of_changes(event.pk) == confirmed
    assert not scheduled.tell_of_changes()
    assert Email.objects.filter(key__contains=":changed:").count() == confirmed


def test_many_free_seats_are_offered_with_few_queries(programme):
    cost = {}
    for waiting in (10, 40):
        event = put(programme, capacity=1, has_waiting_list=True)
        fill(event, waiting + 1)
        EventPage.objects.filter(pk=event.pk).update(capacity=100)
        cost[waiting] = written(services.move_up, event.pk)
        assert states(event) == {"confirmed": 1, "offered": waiting}
    assert cost[40] - cost[10] <= 3 * 30
