"""Who may not publish a language publishes none, by whichever door."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from ethicaltrade.bilingual import actions, schedules
from ethicaltrade.bilingual.models import Schedule
from tests.privacy.test_closing import bulk_url
from tests.support import factories

from .test_form import form_data

pytestmark = pytest.mark.django_db
SCHEDULED = {"publish_day": "2099-01-01", "publish_time": "12:00"}


@pytest.fixture
def page(news):
    """Public in Norwegian; its English is a draft."""
    fields = {"title_en": "", "lead_en": "", **factories.published_in("nb")}
    page = factories.add_page(news, factories.article(**fields))
    page.title_en = page.lead_en = "Hemmelig engelsk"
    page.save_revision()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def writer(news):
    """May write below the news, and publish nothing."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("add_basepage", "change_basepage"):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(
            group=group, page=news, permission=permission
        )
    return factories.user("skribent@example.org", "Writers")


def doors(page, code="en"):
    """Addresses of what changes or shows a language of the page."""
    return {
        "schedule": reverse("schedule_language", args=[page.pk, code]),
        "take down": reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "changes": reverse("bilingual_changes", args=[page.pk, code, "title"]),
        "report": reverse("bilingual_report"),
        "report results": reverse("bilingual_report_results"),
        "spreadsheet": f"{reverse('bilingual_report')}?export=csv",
        "history": reverse("wagtailadmin_pages:history", args=[page.pk]),
        "publish many": bulk_url("publish", page),
        "take many down": bulk_url("unpublish", page),
    }


def state(page):
    """All that only an action may change."""
    stored = type(page).objects.get(pk=page.pk)
    return (
        *(stored.public_languages, stored.title_nb, stored.title_en),
        *(stored.live_revision_id, Schedule.objects.count()),
    )


@pytest.mark.parametrize("who", ["nobody", "member", "person"])
def test_outsiders_get_through_no_door(client, page, member, who):
    before = state(page), page.revisions.count()
    if who != "nobody":
        person = member if who == "member" else factories.user("ute@example.org")
        client.force_login(person)
    data = {"language": ["nb", "en"], "action-publish": "nb en", **SCHEDULED}
    for name, address in doors(page).items():
        for send in (client.get, client.post):
            response = send(address, data if send == client.post else None)
            assert response.status_code in (302, 403), name
            assert "Hemmelig" not in response.text, name
    assert (state(page), page.revisions.count()) == before


def test_who_may_only_write_publishes_nothing(client, page, writer):
    before = state(page)
    client.force_login(writer)
    at = doors(page)
    for code in ("nb", "en"):
        address = doors(page, code)["schedule"]
        assert client.get(address).status_code in (302, 403)
        assert client.post(address, SCHEDULED).status_code in (302, 403)
    assert client.post(at["take down"]).status_code in (302, 403)
    for name in ("publish many", "take many down"):
        client.post(at[name], {"language": ["nb", "en"], "include_descendants": "on"})
    english = {"title_en": "Ny", "lead_en": "Ny"}
    for publish in ("en", "nb", "nb en", "1"):
        data = form_data(**english, **{"action-publish": publish})
        client.post(at["edit"], data)
    data = form_data(published_en="on", published_nb="", **english)
    assert client.post(at["edit"], data).status_code in (200, 302)
    assert state(page) == before
    assert client.get(at["edit"]).status_code == 200
    assert client.get(at["report"]).status_code == 200


def test_who_may_only_write_creates_a_draft(client, news, writer):
    client.force_login(writer)
    address = reverse(
        "wagtailadmin_pages:add", args=["articles", "articlepage", news.pk]
    )
    data = form_data(**{"action-publish": "nb en"})
    client.post(address, data)
    assert not news.get_children().live().exists()


def test_who_may_only_write_cancels_no_schedule(client, page, writer):
    at = timezone.now() + timedelta(days=3)
    schedules.schedule(page, "en", publish_at=at)
    client.force_login(writer)
    client.post(doors(page)["schedule"], {"cancel": "publish"})
    assert Schedule.objects.count() == 1


def test_reading_writes_nothing(client, page, editor):
    before = state(page), page.revisions.count()
    client.force_login(editor)
    query = "?language=nb&cancel=publish&action-publish=en&still_right=en:title"
    for name, address in doors(page).items():
        mark = "&" if "?" in address else "?"
        response = client.get(address + query.replace("?", mark))
        assert response.status_code in (200, 302, 404), name
    assert (state(page), page.revisions.count()) == before
    assert client.post(doors(page)["changes"]).status_code == 405


def test_alias_is_published_by_its_source_alone(client, page, editor, home):
    alias = page.create_alias(parent=home, update_slug="speil").specific
    client.force_login(editor)
    assert client.get(doors(alias)["schedule"]).status_code in (302, 403)
    client.post(doors(alias)["publish many"], {"language": ["en"]})
    client.post(doors(alias)["edit"], form_data(**{"action-publish": "en"}))
    stored = type(alias).objects.get(pk=alias.pk)
    assert stored.public_languages == ["nb"]
    actions.take_down(page, ["nb"])
    assert not type(alias).objects.get(pk=alias.pk).live


def test_page_that_another_locked_stays(client, page, editor, admin_user):
    lock = {"locked": True, "locked_by": admin_user, "locked_at": timezone.now()}
    type(page).objects.filter(pk=page.pk).update(**lock)
    before = state(page)
    client.force_login(editor)
    at = doors(page)
    client.post(at["publish many"], {"language": ["en"]})
    client.post(at["take many down"], {"language": ["nb"]})
    client.post(at["schedule"], SCHEDULED)
    client.post(at["take down"], {"language": "nb"})
    client.post(at["edit"], form_data(**{"action-publish": "en"}))
    assert state(page) == before


def test_bar_of_a_page_somebody_locked_leads_to_nothing_refused(client, editor, page):
    client.force_login(editor)
    links = [doors(page, "nb")[name] for name in ("schedule", "take down")]

    def shown():
        return client.get(doors(page)["edit"]).content.decode()

    assert all(f'href="{link}' in shown() for link in links)
    page.locked, page.locked_at = True, timezone.now()
    page.locked_by = factories.user("andre@example.org")
    page.save()
    assert not any(f'href="{link}' in shown() for link in links)
