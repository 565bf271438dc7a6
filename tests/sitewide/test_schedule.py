"""What a rule refuses by the clock keeps its time, and is told once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from ethicaltrade.core import schedule
from ethicaltrade.mail.models import Email
from tests.bilingual.test_form import edit, errors_of
from tests.events.registration.support import fill
from tests.events.support import in_days, put_event
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def scheduled(page, editor, **fields) -> Revision:
    """A revision whose time came a minute ago."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.go_live_at = timezone.now() + HOUR
    revision = page.save_revision(user=editor, clean=False)
    revision.publish(user=editor)
    Revision.objects.filter(pk=revision.pk).update(
        content=revision.content | {"go_live_at": None},
        approved_go_live_at=timezone.now() - timedelta(minutes=1),
    )
    return Revision.objects.get(pk=revision.pk)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def run():
    call_command("publish_scheduled")


def letters():
    return Email.objects.filter(key__startswith="schedule:")


def broken(article, editor, title="Ny"):
    """A draft that lacks its lead when its time has come."""
    page = fresh(article)
    page.title_nb, page.lead_nb = title, ""
    return scheduled(page, editor)


def test_refused_publication_keeps_its_time(article, editor):
    revision = broken(article, editor)
    run()
    revision.refresh_from_db()
    assert revision.approved_go_live_at
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
    broken(article, editor)
    other = factories.add_page(news, factories.article(title_nb="To", title_en="Two"))
    scheduled(other, editor, title_nb="Nytt")
    run()
    assert fresh(other).title_nb == "Nytt"
    held = Revision.objects.get(approved_go_live_at__isnull=False)
    held.content["lead_nb"] = "Fylt ut"
    held.save()
    run()
    assert fresh(article).title_nb == "Ny"
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_two_that_want_one_address_at_one_time_get_theirs(news, editor):
    pages = []
    for title in ("En", "To"):
        page = factories.article(title_nb=title, title_en=f"{title} (en)")
        page = factories.add_page(news, page, publish=False)
        pages.append(page)
    for page in pages:
        page.slug_en = "wanted"
        scheduled(page, editor)
    run()
    assert {fresh(page).slug_en for page in pages} == {"wanted", "wanted-2"}
    assert not letters().exists()


def test_fault_of_another_kind_is_told_too(article, editor, monkeypatch):
    scheduled(fresh(article), editor)

    def fail(one):
        raise RuntimeError

    monkeypatch.setattr(schedule, "_publish", fail)
    run()
    assert "teknisk feil" in letters().get().text


def test_page_whose_whole_time_is_over_is_not_published(article, editor):
    article.unpublish()
    past = timezone.now() - timedelta(seconds=30)
    scheduled(fresh(article), editor, expire_at=past)
    run()
    assert not fresh(article).live
    assert letters().count() == 1


def test_cms_shows_what_is_held_back(desk, article, editor):
    broken(article, editor)
    run()
    for name, args in [
        ("wagtailadmin_home", ()),
        ("wagtailadmin_pages:edit", (article.pk,)),
    ]:
        assert "«Ingress» er tom" in folded(soup(desk.get(reverse(name, args=args))))


def test_editor_cancels_the_time_and_mends_the_page(desk, article, editor):
    revision = broken(article, editor)
    run()
    opened = desk.get(reverse("wagtailadmin_pages:edit", args=(article.pk,)))
    args = (article.pk, revision.pk)
    cancel = reverse("wagtailadmin_pages:revisions_unschedule", args=args)
    assert cancel in opened.content.decode()
    assert desk.post(cancel).status_code == 302
    assert edit(desk, article, title_nb="Ny", lead_nb="Ingress").status_code == 302
    assert fresh(article).title_nb == "Ny"


def test_late_one_is_shown_though_nothing_is_in_its_way(desk, article, editor):
    revision = scheduled(fresh(article), editor)
    Revision.objects.filter(pk=revision.pk).update(
        approved_go_live_at=timezone.now() - HOUR
    )
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
    type(event).objects.filter(pk=event.pk).update(expire_at=timezone.now() - HOUR)
    run()
    run()
    assert fresh(event).live
    assert letters().count() == 1
    event.registrations.all().delete()
    run()
    assert not fresh(event).live
    assert fresh(event).expired


# Expired pages


@pytest.fixture
def expired(article):
    past = timezone.now() - timedelta(days=1)
    type(article).objects.filter(pk=article.pk).update(expire_at=past)
    page = fresh(article)
    page.save_revision()
    run()
    assert fresh(article).expired
    return fresh(article)


def minutes(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("publish", [False, True])
def test_expired_page_is_saved_and_published_as_it_is(desk, expired, publish):
    opened = desk.get(reverse("wagtailadmin_pages:edit", args=(expired.pk,)))
    assert "skulle avpubliseres" in folded(soup(opened))
    response = edit(
        desk,
        expired,
        publish=publish,
        title_nb="Igjen",
        expire_at=minutes(expired.expire_at),
    )
    assert response.status_code == 302
    run()
    assert fresh(expired).live == publish
    latest = fresh(expired).get_latest_revision_as_object()
    assert latest.title_nb == "Igjen"
    assert latest.expire_at is None


def test_past_time_that_is_typed_is_refused(desk, article):
    past = minutes(timezone.now() - timedelta(days=2))
    response = edit(desk, article, expire_at=past)
    assert "expire_at" in errors_of(response)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_expired_page_that_is_published_elsewhere_stays(
    desk, editor, expired, language
):
    UserProfile.objects.update_or_create(
        user=editor, defaults={"preferred_language": language}
    )
    url = reverse("wagtail_bulk_action", args=("basepage", "basepage", "publish"))
    sent = desk.post(f"{url}?id={expired.pk}", {"language": ["nb", "en"]})
    assert sent.status_code == 302
    run()
    assert fresh(expired).live
    assert fresh(expired).expire_at is None
