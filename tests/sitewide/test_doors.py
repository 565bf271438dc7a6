"""Each rule at each door: refused in the reader's language, never a 500, never passed.

The table below has every rule and every door. A cell is what tries to break the rule
there and returns what the reader is told, or the reason why the rule is not asked.
"""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import inline_formset
from wagtail.users.models import UserProfile

from ethicaltrade.basepage.models import BasePage
from ethicaltrade.mail.models import Email
from events.models import EventPage
from membership.members.models import MembershipPage, Report
from membership.resources.models import ResourceDocument, ResourceIndexPage
from tests.bilingual.test_form import form_data as article_data
from tests.events.registration.support import fill
from tests.events.support import in_days, put_event
from tests.events.test_form import date_row
from tests.events.test_form import form_data as event_data
from tests.membership.factories import add_member, add_report
from tests.membership.members import test_cms as member_form
from tests.membership.resources.support import (
    add_document,
    put_resource,
)
from tests.membership.resources.test_form import form_data as resource_data
from tests.privacy.test_closing import bulk_url, copy_data, move_url
from tests.sitewide.test_schedule import scheduled
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

BOTH = factories.published_in("nb", "en")


class Site:
    """What the scenarios work on: an editor in the CMS, and pages made when asked."""

    def __init__(self, client, editor, home, language):
        self.client, self.editor, self.home = client, editor, home
        self.language = language
        client.force_login(editor)
        UserProfile.objects.create(user=editor, preferred_language=language)
        editor.language = language
        editor.save()

    def post(self, url, data=()):
        """Never an error of the server's; what the reader then sees."""
        response = self.client.post(url, dict(data))
        assert response.status_code in (200, 302), response.status_code
        if response.status_code == 302:
            response = self.client.get(response.url, follow=True)
        return folded(soup(response))

    def edit(self, page, data, revision=None):
        name = "revisions_revert" if revision else "edit"
        args = (page.pk, revision.pk) if revision else (page.pk,)
        url = reverse(f"wagtailadmin_pages:{name}", args=args)
        return self.post(url, data | {"action-publish": "1"})

    def copy(self, page, parent, **fields):
        url = reverse("wagtailadmin_pages:copy", args=(page.pk,))
        return self.post(url, copy_data(page, parent, **fields))

    def by_the_clock(self):
        call_command("publish_scheduled")
        email = Email.objects.get(key__startswith="schedule:")
        assert email.language == self.language
        return email.text

    def in_shell(self, work, *args, error=ValidationError, **kwargs):
        with translation.override(self.language):
            with pytest.raises(error) as raised, transaction.atomic():
                work(*args, **kwargs)
            return str(raised.value)

    def promote(self):
        self.editor.is_superuser = True
        self.editor.save()

    # Pages

    def news(self):
        return factories.add_news(self.home, add=factories.put_page)

    def article(self, parent=None, **fields):
        page = factories.put_page(parent or self.news(), factories.article(**fields))
        return factories.keep_revision(page)

    def two_articles(self):
        """Of which the second may not have the first's English slug."""
        first = self.article(slug_en="taken", slug_nb="opptatt")
        return first, self.article(first.get_parent(), title_nb="To", title_en="Two")

    def twins(self):
        """A page, and a place where another has its English slug."""
        place = factories.put_page(
            self.home, factories.standard_page(title_nb="Hjelp", title_en="Help")
        )
        for parent, title in ((place, "Én"), (self.home, "To")):
            page = factories.standard_page(title_nb=title, title_en="Same")
            page = factories.put_page(parent, page)
        return page, place

    def event(self, people=2, **fields):
        from tests.conftest import add_programme

        event = put_event(add_programme(self.home), "Kurs", in_days(30), **fields)
        fill(event, people)
        return factories.keep_revision(event)

    def full_event(self):
        return self.event(capacity=2)

    def area(self):
        texts = {"title_nb": "Medlem", "title_en": "Member"}
        texts |= {"lead_nb": "Om", "lead_en": "About"}
        membership = factories.put_page(self.home, MembershipPage(**texts, **BOTH))
        area = ResourceIndexPage(title_nb="Ressurser", title_en="Resources", **BOTH)
        return factories.put_page(membership, area)

    def guide(self):
        """Closed, with a draft that has a document that lies open."""
        guide = factories.keep_revision(put_resource(self.area(), "Veileder"))
        guide.documents = [ResourceDocument(document=add_document("Brev"))]
        return guide


@pytest.fixture(params=["nb", "en"])
def site(request, client, editor, home):
    return Site(client, editor, home, request.param)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def without_lead(page):
    page.lead_en = ""
    return page


def draft(page):
    page.save_revision(clean=False)
    return page


# An address belongs to one page, in each language


def slug_in_form(site):
    _first, second = site.two_articles()
    return site.edit(second, article_data(slug_nb="opptatt"))


def slug_in_bulk(site):
    page, place = site.twins()
    said = site.post(bulk_url("move", page), {"chooser": place.pk})
    assert fresh(page).get_parent().pk == site.home.pk
    return said


def slug_in_copy(site):
    first, second = site.two_articles()
    slug = {"new_slug": "opptatt"} if site.language == "nb" else {"new_slug": "taken"}
    return site.copy(second, first.get_parent(), **slug)


def slug_in_move(site):
    page, place = site.twins()
    return site.post(move_url(page, place))


def slug_in_revision(site):
    _first, second = site.two_articles()
    revision = second.save_revision()
    return site.edit(second, article_data(slug_nb="opptatt"), revision)


def slug_in_shell(site):
    _first, second = site.two_articles()
    second.slug_en = "taken"
    return site.in_shell(second.save)


# A language without its title and lead is not published


def words_in_form(site):
    return site.edit(site.article(), article_data(published_en="on"))


def words_in_bulk(site):
    page = draft(without_lead(site.article()))
    said = site.post(bulk_url("publish", page))
    assert fresh(page).lead_en
    return said


def words_in_bulk_below(site):
    news = site.news()
    factories.keep_revision(news)
    page = without_lead(factories.article())
    page.live = False
    news.add_child(instance=page)
    draft(page)
    said = site.post(bulk_url("publish", news), {"include_descendants": "on"})
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
    scheduled(without_lead(page), site.editor)
    said = site.by_the_clock()
    assert fresh(page).lead_en
    return said


def words_in_revision(site):
    page = site.article()
    revision = draft(page).latest_revision
    return site.edit(page, article_data(published_en="on"), revision)


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
    said = site.post(bulk_url("publish", event))
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
    said = site.post(reverse(f"wagtailadmin_pages:{name}", args=(event.pk,)))
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
    said = site.post(bulk_url(name, event.get_parent() if page else event), data)
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
    past = event.dates.get().day.replace(year=2020)
    EventPage.objects.filter(pk=event.pk).update(expire_at=f"{past} 12:00Z")
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
    said = site.post(bulk_url("publish", guide))
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
    data = {"year": "2023", "link": "https://example.org/b.pdf", "language": "nb"}
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


# The table

ABOUT_MEMBERS = "A proposal is about a member's presentation or report, never a page."
TAKES_DOWN = "Taking a page down publishes nothing."
NOT_TOUCHED = "What the rule is about is not touched there."
NO_PAGE = "Reports are no pages: this door does not exist for them."

DOORS = (
    *("form", "bulk", "copy", "move", "go live", "expiry", "revision", "proposal"),
    "shell",
)
WORDS = {
    "slug": ("i bruk|dupl", "already in use|duplicate slug"),
    "words": ("er tom|Fyll ut dette", "is empty|Fill this in"),
    "room": ("2 plasser er allerede tatt", "2 places are already taken"),
    "registered": ("Noen er påmeldt", "People are registered"),
    "place": ("tillatelse|ikke flyttes|tilgang|kan ikke", "permission|cannot be moved"),
    "documents": ("åpne samlingen", "open collection"),
    "report": ("allerede en rapport|to ganger|samme", "already a report|duplicate"),
}
TABLE = {
    "slug": {
        "form": [slug_in_form],
        "bulk": [slug_in_bulk],
        "copy": [slug_in_copy],
        "move": [slug_in_move],
        "go live": "It comes out with a number: late at a busy address is worse. "
        "bilingual/test_addresses.py holds that.",
        "expiry": TAKES_DOWN,
        "revision": [slug_in_revision],
        "proposal": ABOUT_MEMBERS,
        "shell": [slug_in_shell],
    },
    "words": {
        "form": [words_in_form],
        "bulk": [words_in_bulk, words_in_bulk_below],
        "copy": [words_in_copy],
        "move": NOT_TOUCHED,
        "go live": [words_by_the_clock],
        "expiry": TAKES_DOWN,
        "revision": [words_in_revision],
        "proposal": ABOUT_MEMBERS,
        "shell": [words_in_shell, words_of_old_revision_in_shell],
    },
    "room": {
        "form": [room_in_form],
        "bulk": [room_in_bulk],
        "copy": "Nobody is registered for a copy.",
        "move": NOT_TOUCHED,
        "go live": [room_by_the_clock],
        "expiry": TAKES_DOWN,
        "revision": [room_in_revision],
        "proposal": ABOUT_MEMBERS,
        "shell": [room_in_shell],
    },
    "registered": {
        "form": [
            registered_in_unpublishing,
            registered_in_deletion,
            registered_in_deletion_above,
        ],
        "bulk": [
            registered_in_bulk_unpublishing,
            registered_in_bulk_unpublishing_above,
            registered_in_bulk_deletion,
        ],
        "copy": "The event itself stays.",
        "move": "Its old address leads to the new one.",
        "go live": "The published version stays until the next one is published.",
        "expiry": [registered_at_expiry],
        "revision": "An older version is published, and the event stays.",
        "proposal": ABOUT_MEMBERS,
        "shell": [registered_in_shell],
    },
    "place": {
        "form": [place_in_form],
        "bulk": [place_in_bulk],
        "copy": [place_in_copy, place_of_the_only_one],
        "move": [place_in_move],
        "go live": NOT_TOUCHED,
        "expiry": NOT_TOUCHED,
        "revision": NOT_TOUCHED,
        "proposal": ABOUT_MEMBERS,
        "shell": "Wagtail asks only users, and a program may build in any order.",
    },
    "documents": {
        "form": [documents_in_form],
        "bulk": [documents_in_bulk],
        "copy": [documents_in_copy],
        "move": "As when a page is closed by its privacy button: the panel names the "
        "open documents, and the next publication asks for them.",
        "go live": [documents_by_the_clock],
        "expiry": TAKES_DOWN,
        "revision": [documents_in_revision],
        "proposal": "Its file lies in a closed collection until it is approved.",
        "shell": [documents_in_shell],
    },
    "report": {
        "form": [report_in_form],
        "bulk": NO_PAGE,
        "copy": NO_PAGE,
        "move": NO_PAGE,
        "go live": NO_PAGE,
        "expiry": NO_PAGE,
        "revision": NO_PAGE,
        "proposal": [report_in_proposal],
        "shell": [report_in_shell],
    },
}
TRIED = [
    pytest.param(rule, scenario, id=scenario.__name__)
    for rule, doors in TABLE.items()
    for scenarios in doors.values()
    if not isinstance(scenarios, str)
    for scenario in scenarios
]


def test_table_has_every_rule_at_every_door():
    assert set(TABLE) == set(WORDS)
    for rule, doors in TABLE.items():
        assert set(doors) == set(DOORS), rule
        assert all(doors.values()), rule


@pytest.mark.parametrize(("rule", "scenario"), TRIED)
def test_refused_in_the_readers_language(site, rule, scenario):
    words = dict(zip(("nb", "en"), WORDS[rule], strict=True))
    assert re.search(words[site.language], scenario(site)), "the reader is told why"


def test_script_of_the_cms_is_answered_in_its_own_format(site):
    page = site.article()
    type(page).objects.filter(pk=page.pk).update(lead_en="")
    response = site.client.post(
        reverse("wagtailadmin_pages:copy", args=(page.pk,)),
        copy_data(page, page.get_parent()),
        headers={"accept": "application/json"},
    )
    assert response.status_code == 400
    words = dict(zip(("nb", "en"), WORDS["words"], strict=True))
    assert re.search(words[site.language], response.json()["error_message"])


def test_deletion_in_the_shell_is_refused(site):
    assert registered_in_deletion_in_shell(site)


def test_pages_moved_along_may_not_have_one_address(site):
    page, place = site.twins()
    other = place.get_children().get()
    free = factories.put_page(
        site.home, factories.standard_page(title_nb="Ny", title_en="New")
    )
    said = site.post(bulk_url("move", page, other), {"chooser": free.pk})
    assert re.search("|".join(WORDS["slug"]), said)
    assert not free.get_children().exists()
