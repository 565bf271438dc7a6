"""What tries to break a rule at a door, and returns what the reader is told."""

from datetime import timedelta

from django.db import IntegrityError
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.test.utils.form_data import inline_formset

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import schedules
from ethicaltrade.bilingual.models import Schedule
from events.models import EventPage
from membership.members.models import Report
from tests.bilingual.test_form import form_data as article_data
from tests.events.test_form import date_row
from tests.events.test_form import form_data as event_data
from tests.membership.factories import add_member, add_report
from tests.membership.members import test_cms as member_form
from tests.membership.resources.support import (
    add_document,
    put_resource,
)
from tests.membership.resources.test_form import form_data as resource_data
from tests.privacy.test_closing import bulk_url, move_url
from tests.sitewide.test_schedule import due, scheduled
from tests.support import factories

BOTH = {"language": ["nb", "en"]}


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def without_lead(page):
    page.lead_en = ""
    return page


def draft(page):
    page.save_revision(clean=False)
    return page


# An address belongs to one page, in each language


def slug_in_bulk(site):
    page, place = site.twins()
    said = site.post(bulk_url("move", page), {"chooser": place.pk})
    assert fresh(page).get_parent().pk == site.home.pk
    return said


def slug_in_copy(site):
    first, second = site.two_articles()
    return site.copy(second, first.get_parent(), slug_en="taken")


def slug_in_move(site):
    page, place = site.twins()
    return site.post(move_url(page, place))


def slug_in_shell(site):
    _first, second = site.two_articles()
    second.slug_en = "taken"
    return site.in_shell(second.save)


# A language without its title and lead is not published


def words_in_form(site):
    return site.edit(site.article(), article_data(), publish="nb en")


def words_in_bulk(site):
    page = draft(without_lead(site.article()))
    said = site.post(bulk_url("publish", page), BOTH)
    assert fresh(page).lead_en
    return said


def words_in_bulk_below(site):
    news = site.news()
    factories.keep_revision(news)
    page = without_lead(factories.article())
    page.live = False
    news.add_child(instance=page)
    draft(page)
    said = site.post(bulk_url("publish", news), BOTH | {"include_descendants": "on"})
    assert not fresh(page).live
    return said


def words_in_copy(site):
    page = site.article()
    type(page).objects.filter(pk=page.pk).update(lead_en="")
    said = site.copy(page, page.get_parent())
    assert type(page).objects.count() == 1
    return said


def words_by_the_clock(site):
    page = site.article()
    scheduled(without_lead(page), site.editor, "en")
    said = site.by_the_clock()
    assert fresh(page).lead_en
    return said


def words_in_revision(site):
    page = site.article()
    revision = draft(page).latest_revision
    return site.edit(page, article_data(), revision, publish="nb en")


def words_in_shell(site):
    return site.in_shell(without_lead(site.article()).save)


def words_of_old_revision_in_shell(site):
    page = draft(without_lead(site.article()))
    return site.in_shell(page.latest_revision.publish)


# An event has room for those who are registered


def event_form(event, **fields):
    row = date_row(day=event.dates.get().day.isoformat()) | {"id": event.dates.get().pk}
    dates = inline_formset([row], initial=1)
    fields = {"takes_registrations": "on", "slug_nb": event.slug_nb, **fields}
    return event_data(dates=dates, **fields)


def room_in_form(site):
    event = site.full_event()
    return site.edit(event, event_form(event, capacity="1"))


def smaller(event):
    event.capacity = 1
    return event


def room_in_bulk(site):
    event = draft(smaller(site.full_event()))
    said = site.post(bulk_url("publish", event), BOTH)
    assert fresh(event).capacity == 2
    return said


def room_by_the_clock(site):
    event = site.full_event()
    scheduled(smaller(event), site.editor)
    said = site.by_the_clock()
    assert fresh(event).capacity == 2
    return said


def room_in_revision(site):
    event = site.full_event()
    revision = draft(smaller(fresh(event))).latest_revision
    return site.edit(event, event_form(event, capacity="1"), revision)


def room_in_shell(site):
    return site.in_shell(smaller(site.full_event()).save)


# An event that people are registered for stays where they find it


def page_action(site, name):
    event = site.event()
    said = site.post(reverse(f"wagtailadmin_pages:{name}", args=(event.pk,)), BOTH)
    assert fresh(event).live
    return said


def registered_in_unpublishing(site):
    return page_action(site, "unpublish")


def registered_in_deletion(site):
    return page_action(site, "delete")


def registered_in_deletion_above(site):
    site.promote()
    above = site.event().get_parent()
    said = site.post(reverse("wagtailadmin_pages:delete", args=(above.pk,)))
    assert EventPage.objects.exists()
    return said


def bulk_action(site, name, page=None, **data):
    event = site.event()
    said = site.post(bulk_url(name, event.get_parent() if page else event), BOTH | data)
    assert fresh(event).live
    return said


def registered_in_bulk_unpublishing(site):
    return bulk_action(site, "unpublish")


def registered_in_bulk_unpublishing_above(site):
    return bulk_action(site, "unpublish", "above", include_descendants="on")


def registered_in_bulk_deletion(site):
    return bulk_action(site, "delete")


def registered_at_expiry(site):
    event = site.event()
    for code in event.public_languages:
        soon = timezone.now() + timedelta(hours=1)
        schedules.schedule(event, code, take_down_at=soon, user=site.editor)
        due(event, code, Schedule.Action.TAKE_DOWN)
    said = site.by_the_clock()
    assert fresh(event).live
    return said


def registered_in_shell(site):
    event = site.event()
    for page in (event, BasePage.objects.get(pk=event.pk)):
        said = site.in_shell(page.unpublish)
        assert fresh(event).live
        page.refresh_from_db()
    return said


def registered_in_deletion_in_shell(site):
    event = site.event()
    for page in (event, event.get_parent()):
        site.in_shell(page.delete, error=ProtectedError)
    return "ProtectedError"


# Each kind of page has its place, and some are there once


def place_in_form(site):
    url = reverse(
        "wagtailadmin_pages:add", args=("events", "eventpage", site.news().pk)
    )
    return site.post(url, event_data())


def place_in_bulk(site):
    event = site.event()
    said = site.post(bulk_url("move", event), {"chooser": site.home.pk})
    assert fresh(event).get_parent().pk != site.home.pk
    return said


def place_in_copy(site):
    return site.copy(site.event(), site.home)


def place_in_move(site):
    return site.post(move_url(site.event(), site.home))


def place_of_the_only_one(site):
    return site.copy(site.news(), site.home)


# The documents of a closed page are closed


def documents_in_form(site):
    guide = site.guide()
    open_one = guide.documents.get().document
    return site.edit(fresh(guide), resource_data([open_one], slug_nb=guide.slug_nb))


def documents_in_bulk(site):
    guide = draft(site.guide())
    said = site.post(bulk_url("publish", guide), BOTH)
    assert not fresh(guide).documents.exists()
    return said


def documents_in_copy(site):
    """An open guide may have open documents; its copy is born closed."""
    guide = put_resource(
        site.area(), "Åpen", is_open=True, documents=[add_document("Brev")]
    )
    said = site.copy(guide, guide.get_parent())
    assert type(guide).objects.count() == 1
    return said


def documents_by_the_clock(site):
    guide = site.guide()
    scheduled(guide, site.editor)
    said = site.by_the_clock()
    assert not fresh(guide).documents.exists()
    return said


def documents_in_revision(site):
    guide = site.guide()
    open_one = guide.documents.get().document
    revision = draft(guide).latest_revision
    data = resource_data([open_one], slug_nb=guide.slug_nb)
    return site.edit(guide, data, revision)


def documents_in_shell(site):
    return site.in_shell(site.guide().save)


# A member has one report a year


def report_in_form(site):
    member = add_member()
    site.promote()
    url = member_form.url("edit", member.pk)
    rows = (member_form.row(2023), member_form.row(2023))
    said = site.post(url, member_form.form_data(*rows))
    assert not member.reports.exists()
    return said


def report_in_proposal(site):
    member = add_member()
    add_report(member, 2023)
    person = factories.member_person("kari@example.org", member, role="main")
    site.client.force_login(person)
    with translation.override(site.language):
        url = reverse("my_report")
    data = {"year": "2023", "link": "https://example.org/b.pdf", "file_language": "nb"}
    said = site.post(url, data)
    assert member.reports.count() == 1
    return said


def report_in_shell(site):
    member = add_member()
    add_report(member, 2023)
    link = "https://example.org/b.pdf"
    values = {"member": member, "year": 2023, "link": link}
    site.in_shell(Report.objects.create, **values, error=IntegrityError)
    return site.in_shell(Report(**values).full_clean)
