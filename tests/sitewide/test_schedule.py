"""Each language goes live, and is taken down, at the minute that was chosen."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from ethicaltrade.bilingual import actions, schedules
from ethicaltrade.bilingual.models import Schedule
from ethicaltrade.core.models import Topic
from ethicaltrade.mail.models import Email
from tests.bilingual.test_form import edit
from tests.events.registration.support import fill
from tests.events.support import in_days, put_event
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
PUBLISH, TAKE_DOWN = Schedule.Action.PUBLISH, Schedule.Action.TAKE_DOWN


@pytest.fixture
def draft(news, editor):
    """In both languages, and public in none."""
    page = factories.article(title_nb="Ny", title_en="New")
    return factories.add_page(news, page, editor, publish=False)


def save(page, editor=None, **fields):
    """A draft of what is newest, with the fields; the page as it is stored."""
    newest = fresh(page).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(newest, name, value)
    newest.save_revision(user=editor, clean=False)
    return fresh(page)


def scheduled(page, editor, code="nb", **fields) -> Schedule:
    """A draft whose language's time came a minute ago, whatever rules say."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=editor, clean=False)
    page = fresh(page)
    return Schedule.objects.create(
        page_id=page.pk,
        language=code,
        action=PUBLISH,
        at=timezone.now() - timedelta(minutes=1),
        content=page.latest_revision.content,
        base=actions.public_content(page),
        user=editor,
    )


def due(page, code="nb", action=PUBLISH):
    """The time that was set is over, since a minute."""
    times = Schedule.objects.filter(page=page.pk, language=code, action=action)
    assert times.update(at=timezone.now() - timedelta(minutes=1)) == 1


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def later(time=HOUR):
    return timezone.now() + time


def run():
    call_command("publish_scheduled")


def letters():
    return Email.objects.filter(key__startswith="schedule:")


# What goes out, and what stays


@pytest.mark.every_database
def test_language_goes_out_as_it_was_scheduled_and_the_other_stays(article, editor):
    save(article, editor, title_nb="Ny tittel", title_en="New title")
    schedules.schedule(fresh(article), "nb", publish_at=later(), user=editor)
    save(article, editor, title_nb="Enda en", lead_en="A new lead")
    due(article)
    run()
    page = fresh(article)
    assert (page.title_nb, page.title_en) == ("Ny tittel", article.title_en)
    newest = page.get_latest_revision_as_object()
    words = newest.title_nb, newest.title_en, newest.lead_en
    assert words == ("Enda en", "New title", "A new lead")
    assert not Schedule.objects.exists()
    entry = PageLogEntry.objects.filter(action="bilingual.publish_scheduled").get()
    assert entry.data["languages"] == ["nb"]


def test_page_that_was_never_public_goes_live_in_one_language(draft, editor, client):
    schedules.schedule(draft, "en", publish_at=later(), user=editor)
    run()
    assert not fresh(draft).live
    due(draft, "en")
    run()
    assert fresh(draft).public_languages == ["en"]
    assert fresh(draft).first_published_nb is None


@pytest.mark.every_database
def test_two_languages_go_out_at_the_same_minute(draft, editor):
    for code in ("nb", "en"):
        schedules.schedule(draft, code, publish_at=later(), user=editor)
        due(draft, code)
    run()
    assert fresh(draft).public_languages == ["nb", "en"]
    assert not fresh(draft).has_unpublished_changes


def test_shared_field_that_is_published_meanwhile_stays(article, editor):
    first, second = (Topic.objects.create(name_nb=name) for name in ("En", "To"))
    save(article, editor, title_en="Later", topics=[first], show_in_menus=True)
    schedules.schedule(fresh(article), "en", publish_at=later(), user=editor)
    save(article, editor, topics=[second], show_in_menus=False)
    actions.publish(fresh(article), ["nb"], user=editor)
    due(article, "en")
    run()
    page = fresh(article)
    assert page.title_en == "Later"
    assert list(page.topics.all()) == [second]


def test_scheduled_language_locks_nothing(desk, article, editor):
    save(article, editor, title_en="Later")
    schedules.schedule(fresh(article), "en", publish_at=later(DAY), user=editor)
    assert fresh(article).get_lock() is None
    assert edit(desk, article, title_nb="Nå", lead_nb="Ingress").status_code == 302
    assert fresh(article).title_nb == "Nå"
    assert fresh(article).title_en == article.title_en
    assert Schedule.objects.get().language == "en"


def test_publishing_now_takes_the_place_of_the_schedule(article, editor):
    save(article, editor, title_nb="Gammel plan")
    schedules.schedule(fresh(article), "nb", publish_at=later(), user=editor)
    save(article, editor, title_nb="Nå")
    actions.publish(fresh(article), ["nb"], user=editor)
    assert not Schedule.objects.exists()


def test_copy_is_not_scheduled_and_deletion_takes_it_along(article, editor):
    schedules.schedule(article, "nb", take_down_at=later(), user=editor)
    copy = article.copy(update_attrs={"slug_nb": "to", "slug_en": "two"})
    assert not copy.schedules.exists()
    fresh(article).delete()
    assert not Schedule.objects.exists()


# Taken down


@pytest.mark.every_database
def test_one_language_expires_and_the_other_stays(article, editor):
    save(article, editor, title_nb="Utkast")
    schedules.schedule(article, "en", take_down_at=later(), user=editor)
    due(article, "en", TAKE_DOWN)
    run()
    page = fresh(article)
    assert page.public_languages == ["nb"]
    assert not page.expired
    assert page.title_nb == article.title_nb
    assert page.get_latest_revision_as_object().title_nb == "Utkast"


@pytest.fixture
def expired(article, editor):
    for code in ("nb", "en"):
        schedules.schedule(article, code, take_down_at=later(), user=editor)
        due(article, code, TAKE_DOWN)
    run()
    assert fresh(article).expired
    assert not fresh(article).live
    return fresh(article)


@pytest.mark.parametrize("publish", [None, "nb"])
def test_expired_page_is_saved_and_published_as_it_is(desk, expired, publish):
    assert edit(desk, expired, publish=publish, title_nb="Igjen").status_code == 302
    run()
    assert fresh(expired).live == bool(publish)
    assert fresh(expired).get_latest_revision_as_object().title_nb == "Igjen"


def test_expired_page_that_is_published_elsewhere_stays(desk, expired):
    url = reverse("wagtail_bulk_action", args=("basepage", "basepage", "publish"))
    desk.post(f"{url}?id={expired.pk}")
    actions.publish(fresh(expired), ["nb"])
    run()
    assert fresh(expired).live


def test_times_of_wagtails_own_are_ignored(article):
    article.go_live_at, article.expire_at = later(), timezone.now() - HOUR
    article.save()
    article.save_revision().publish()
    run()
    page = fresh(article)
    assert page.live
    assert (page.go_live_at, page.expire_at) == (None, None)
    assert page.scheduled_revision is None


def test_times_of_a_page_whole_become_those_of_its_languages(article, editor):
    begins, ends, earlier = later(2 * HOUR), later(DAY), later()
    revision = article.save_revision(user=editor)
    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=begins,
        content=revision.content | {"expire_at": ends.isoformat()},
    )
    type(article).objects.filter(pk=article.pk).update(expire_at=earlier)
    import_module(
        "ethicaltrade.basepage.migrations.0010_schedule_of_each_language"
    ).schedule_each_language(apps, None)
    found = Schedule.objects.order_by("language", "at")
    times = [(one.language, one.action, one.at) for one in found]
    assert times == [
        (code, action, at)
        for code in ("en", "nb")
        for action, at in ((PUBLISH, begins), (TAKE_DOWN, ends))
    ]
    assert found[0].content["title_en"] == article.title_en
    page = fresh(article)
    assert (page.expire_at, page.scheduled_revision) == (None, None)


# Times that cannot be


def refused(*args, **times):
    with pytest.raises(ValidationError) as raised:
        schedules.schedule(*args, **times)
    assert not Schedule.objects.exists()
    return set(raised.value.message_dict)


def test_time_is_to_come_and_in_order(article, draft):
    past = timezone.now() - HOUR
    assert refused(article, "nb", publish_at=past) == {"publish_at"}
    assert refused(article, "nb", take_down_at=past) == {"take_down_at"}
    both = {"publish_at": later(2 * HOUR), "take_down_at": later()}
    assert refused(article, "nb", **both) == {"take_down_at"}
    assert refused(draft, "nb", take_down_at=later()) == {"take_down_at"}


def test_words_are_complete_when_they_are_scheduled(draft):
    page = save(draft, lead_en="")
    assert refused(page, "en", publish_at=later()) == {"publish_at"}
    schedules.schedule(page, "nb", publish_at=later())


def test_who_may_not_publish_may_not_schedule(article):
    other = factories.user("annen@example.org")
    with pytest.raises(PermissionDenied):
        schedules.schedule(article, "nb", take_down_at=later(), user=other)
    schedules.schedule(article, "nb", take_down_at=later())
    with pytest.raises(PermissionDenied):
        schedules.cancel(article, "nb", TAKE_DOWN, user=other)


# What a rule refuses


def broken(article, editor, title="Ny"):
    """A draft that lacks its lead when its time has come."""
    return scheduled(fresh(article), editor, title_nb=title, lead_nb="")


def test_refused_publication_is_kept_and_marked(article, editor):
    one = broken(article, editor)
    run()
    one.refresh_from_db()
    assert one.failed_at
    assert fresh(article).title_nb == article.title_nb


@pytest.mark.parametrize(
    ("language", "words"),
    [("nb", "Ingress» er tom"), ("en", "Lead” is empty")],
)
def test_who_set_the_time_is_told_once_in_their_language(
    article, editor, language, words
):
    editor.language = language
    editor.save()
    broken(article, editor)
    run()
    run()
    letter = letters().get()
    assert letter.recipient == editor.email
    assert letter.language == language
    assert words in letter.text


def test_all_who_may_publish_are_told_when_nobody_set_it(article, editor, admin):
    broken(article, None)
    run()
    assert {one.recipient for one in letters()} == {editor.email, admin.email}


def test_refused_one_stops_no_other_and_goes_live_when_it_may(article, news, editor):
    held = broken(article, editor)
    other = factories.add_page(news, factories.article(title_nb="To", title_en="Two"))
    scheduled(other, editor, title_nb="Nytt")
    run()
    assert fresh(other).title_nb == "Nytt"
    Schedule.objects.filter(pk=held.pk).update(
        content=held.content | {"lead_nb": "Fylt ut"}
    )
    run()
    assert fresh(article).title_nb == "Ny"
    assert not Schedule.objects.exists()


@pytest.mark.every_database
def test_two_that_want_one_address_at_one_time_get_theirs(news, editor):
    pages = []
    for title in ("En", "To"):
        page = factories.article(title_nb=title, title_en=f"{title} (en)")
        page = factories.add_page(news, page, publish=False)
        pages.append(page)
    for page in pages:
        scheduled(page, editor, "en", slug_en="wanted")
    run()
    assert {fresh(page).slug_en for page in pages} == {"wanted", "wanted-2"}
    assert not letters().exists()


def test_fault_of_another_kind_is_told_too(article, editor, monkeypatch):
    one = scheduled(fresh(article), editor)

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "publish", fail)
    run()
    assert "teknisk feil" in letters().get().text
    one.refresh_from_db()
    assert one.failed_at


def test_page_whose_whole_time_is_over_is_not_published(article, editor):
    article.unpublish()
    one = scheduled(fresh(article), editor)
    Schedule.objects.create(
        page_id=article.pk,
        language="nb",
        action=TAKE_DOWN,
        at=one.at + timedelta(seconds=30),
    )
    run()
    assert not fresh(article).live
    assert letters().count() == 1
    assert not Schedule.objects.exists()


def test_cms_shows_what_is_held_back(desk, article, editor):
    broken(article, editor)
    run()
    for name, args in [
        ("wagtailadmin_home", ()),
        ("wagtailadmin_pages:edit", (article.pk,)),
    ]:
        assert "«Ingress» er tom" in folded(soup(desk.get(reverse(name, args=args))))


def test_late_one_is_shown_though_nothing_is_in_its_way(desk, article, editor):
    one = scheduled(fresh(article), editor)
    Schedule.objects.filter(pk=one.pk).update(at=timezone.now() - HOUR)
    page = folded(soup(desk.get(reverse("wagtailadmin_home"))))
    assert "Siden er forsinket" in page


# Events


def test_capacity_below_those_registered(programme, editor):
    event = put_event(programme, "Kurs", in_days(10), capacity=3)
    fill(event, 3)
    factories.keep_revision(event)
    scheduled(fresh(event), editor, capacity=2)
    run()
    assert fresh(event).capacity == 3
    assert "3" in letters().get().text


def test_event_people_are_registered_for_is_not_taken_down(programme, editor):
    event = put_event(programme, "Kurs", in_days(10), capacity=3)
    fill(event, 1)
    for code in event.public_languages:
        schedules.schedule(event, code, take_down_at=later(), user=editor)
        due(event, code, TAKE_DOWN)
    run()
    run()
    assert fresh(event).live
    assert letters().count() == 1
    event.registrations.all().delete()
    run()
    assert not fresh(event).live
    assert fresh(event).expired


# The editor's page


def url(page, code="nb"):
    return reverse("schedule_language", args=[page.pk, code])


def post(desk, page, code="nb", **fields):
    return desk.post(url(page, code), fields)


def errors(response):
    return response.context["form"].errors


def test_editor_sets_both_times_and_cancels(desk, article, editor):
    save(article, editor, title_nb="Ny tittel", title_en="New title")
    shown = folded(soup(desk.get(url(article))).main)
    assert "Tittel" in shown
    response = post(
        desk,
        article,
        publish_day="2099-12-03",
        publish_time="08:00",
        take_down_day="2100-07-01",
        take_down_time="08:00",
    )
    assert response.status_code == 302
    publication, end = Schedule.objects.order_by("at")
    assert publication.at == datetime(2099, 12, 3, 7, tzinfo=UTC)
    assert end.at == datetime(2100, 7, 1, 6, tzinfo=UTC)  # summer time
    assert publication.user == editor
    form = folded(soup(desk.get(response.url)).select_one("#language-bar"))
    assert "Publiseres 3. des 2099 kl. 08.00" in form
    assert "Tas ned 1. jul 2100 kl. 08.00" in form
    post(desk, article, cancel="publish")
    assert Schedule.objects.get().action == TAKE_DOWN


@pytest.mark.parametrize(
    ("day", "words"), [("2099-03-29", "finnes ikke"), ("2099-10-25", "to ganger")]
)
def test_hours_that_clocks_skip_or_repeat_are_explained(desk, article, day, words):
    response = post(desk, article, publish_day=day, publish_time="02:30")
    assert words in errors(response)["publish_time"][0]
    assert not Schedule.objects.exists()


def test_form_says_what_is_missing(desk, article, editor):
    assert "publish_day" in errors(post(desk, article))
    assert "publish_time" in errors(post(desk, article, publish_day="2099-12-03"))
    past = str(timezone.localdate() - DAY)
    response = post(desk, article, publish_day=past, publish_time="08:00")
    assert "publish_day" in errors(response)
    save(article, editor, lead_en="")
    response = post(desk, article, "en", publish_day="2099-12-03", publish_time="8:00")
    assert "er tom" in errors(response)["publish_day"][0]


def test_time_that_is_emptied_is_cancelled_and_the_draft_is_scheduled_anew(
    desk, article, editor
):
    time = {"publish_day": "2099-12-03", "publish_time": "08:00"}
    post(desk, article, **time)
    save(article, editor, title_nb="Nyere")
    assert "endret" in folded(soup(desk.get(url(article))).main)
    post(desk, article, **time)
    assert Schedule.objects.get().content["title_nb"] == "Nyere"
    post(desk, article, publish_day="", publish_time="")
    assert not Schedule.objects.exists()


def test_page_is_for_who_may_publish_in_a_language_there_is(desk, article, client):
    assert desk.get(url(article, "xx")).status_code == 404
    client.force_login(factories.user("annen@example.org"))
    assert client.get(url(article)).status_code in (302, 403)
