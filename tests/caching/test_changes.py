"""Whatever changes is seen by the next request, wherever the site shows it."""

from collections.abc import Callable
from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from articles.models import ArticleIndexPage, ArticlePage
from ethicaltrade.bilingual import schedules
from ethicaltrade.bilingual.models import OldAddress
from ethicaltrade.caching import generation, shelf
from ethicaltrade.core import sitemap
from ethicaltrade.core.models import FooterPage, Person, SiteSettings
from ethicaltrade.media.models import CustomImage
from events.models import EventPage
from membership.members.models import Report
from membership.proposals import services as proposals
from tests.events.registration.support import register
from tests.membership.proposals.support import propose
from tests.support import caching, factories
from tests.support.demo import lasting_demo_site as lasting_demo_site

NEWS = ("/", "/en/", "/nyheter/", "/en/news/", "/nyheter/feed/", "/en/news/feed/")
EVENTS = ("/arrangementer/", "/en/events/")
DIRECTORY = ("/medlemskap/medlemmer/", "/en/membership/members/")
SEARCHES = ("/sok/?q=slagord", "/en/search/?q=slogan")
LISTS = (
    *(*NEWS, *EVENTS, *DIRECTORY, "/nyheter/?year=2001", "/medlemskap/", "/om-oss/"),
    *("/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml", "/gammel/"),
    *SEARCHES,
)


def article() -> ArticlePage:
    """In both languages, with a picture, an author and topics."""
    return ArticlePage.objects.get(slug_nb="levelonn-fra-slagord-til-lonnsslipp")


def event() -> EventPage:
    """Where there is one place left."""
    return EventPage.objects.filter(takes_registrations=True).earliest("-starts_at")


def report() -> Report:
    return Report.objects.public().filter(document__isnull=False).first()


def addresses() -> list[str]:
    pages = (article(), event())
    own = [page.get_url_in(code) for page in pages for code in ("nb", "en")]
    member, document = report().member, report().document
    theirs = [f"{list_}{member.slug}/" for list_ in DIRECTORY]
    return [*LISTS, *own, *theirs, document.url]


@pytest.fixture(scope="module")
def before(lasting_demo_site):
    """What is answered before anything changes, and the pages that are kept then.

    The demo site has a sitemap in parts, and an event with one place left.
    """
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(sitemap, "PER_PART", 100)
        with caching.working_memory(), caching.kept_pages():
            taken = event().registrations.count()
            EventPage.objects.filter(pk=event().pk).update(
                capacity=taken + 1, audience="open", has_waiting_list=False
            )
            texts = {"closing_heading_nb": "Bli med", "closing_text_nb": "Her."}
            SiteSettings.objects.update(**texts)
            answered = answers(addresses())
            kept = dict(shelf._here)
        yield answered, kept


# What changes


def publish_another():
    new = factories.article(title_nb="Nytt slagord", title_en="New slogan")
    factories.add_page(ArticleIndexPage.objects.get(), new)


def at_its_time(page, time):
    """Both languages; it is an hour later then."""
    soon = timezone.now() + timedelta(hours=1)
    for code in ("nb", "en"):
        schedules.schedule(page, code, **{time: soon})
    later = timezone.now() + timedelta(hours=2)
    with mock.patch.object(timezone, "now", return_value=later):
        call_command("publish_scheduled")


def publish_at_its_time():
    new = factories.article(title_nb="Nytt slagord", title_en="New slogan")
    new.live = False
    ArticleIndexPage.objects.get().add_child(instance=new)
    at_its_time(new, "publish_at")


def close():
    PageViewRestriction.objects.create(
        page=article(), restriction_type=PageViewRestriction.LOGIN
    )


def close_all_news():
    PageViewRestriction.objects.create(
        page=ArticleIndexPage.objects.get(), restriction_type=PageViewRestriction.LOGIN
    )


def rename():
    page = article()
    page.title_nb, page.title_en = "Et annet navn", "Another name"
    factories.save_page(page)


def rename_by_update():
    ArticlePage.objects.filter(pk=article().pk).update(title_nb="Et annet navn")


def move_to_another_address():
    page = article()
    page.slug_nb = "et-annet-sted"
    factories.save_page(page)


def unpublish():
    article().unpublish()


def expire():
    at_its_time(article(), "take_down_at")


def delete():
    article().delete()


def take_out_of_the_menu():
    page = ArticleIndexPage.objects.get()
    page.show_in_menus = not page.show_in_menus
    factories.save_page(page)


def rename_the_organisation():
    SiteSettings.objects.update(organisation_name_nb="Nytt", organisation_name_en="New")


def change_the_footer():
    SiteSettings.objects.update(footer_text_nb="<p>Nytt</p>", email="ny@example.org")


def change_the_footers_pages():
    FooterPage.objects.all().delete()


def change_the_closing_block():
    SiteSettings.objects.update(closing_heading_nb="Noe annet")


def describe_a_picture_anew():
    CustomImage.objects.update(alt_text_nb="Et nytt bilde", alt_text_en="New picture")


def replace_a_picture():
    page = article()
    page.hero_image = CustomImage.objects.exclude(pk=page.hero_image_id).first()
    factories.save_page(page)


def rename_a_topic():
    topic = article().topics.first()
    topic.name_nb, topic.name_en = "Nytt emne", "New topic"
    topic.save()


def rename_a_person():
    Person.objects.update(name="Et Nytt Navn")


def redirect():
    OldAddress.objects.create(path="/gammel/", page=article())


def move_an_event():
    page = event()
    date = page.dates.first()
    date.day = timezone.localdate() + timedelta(days=3)
    page.dates = [date]
    factories.save_page(page)


def cancel_an_event():
    page = event()
    page.state = "cancelled"
    factories.save_page(page)


def take_the_last_place():
    assert register(event()).registration.state == "confirmed"


def rename_a_member():
    member = report().member
    member.name = "Et Nytt Navn"
    member.save()


def approve_what_a_member_says():
    staff = factories.user("staff@example.org")
    member = report().member
    proposal = propose(member, staff, place="Vardø", presentation_nb="Noe nytt.")
    proposals.approve(proposal.pk, seen=proposal.fingerprint, by=staff)


def withdraw_a_report():
    report().delete()


def replace_a_document():
    document = report().document
    document.file = SimpleUploadedFile("ny.pdf", b"%PDF-1.7 new\n%%EOF\n")
    document.file_size = 1_000_000
    document.save()


def close_the_documents():
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(),
        restriction_type=CollectionViewRestriction.LOGIN,
    )


CHANGES = {
    publish_another: (*NEWS, "/sitemap-2.xml", *SEARCHES),
    publish_at_its_time: (*NEWS, "/sitemap-2.xml", *SEARCHES),
    close: (*NEWS, "/sitemap-1.xml", *SEARCHES),
    close_all_news: (*NEWS, "/om-oss/", "/sitemap-1.xml", *SEARCHES),
    rename: (*NEWS, *SEARCHES),
    rename_by_update: ("/", "/nyheter/", "/nyheter/feed/"),
    move_to_another_address: ("/", "/nyheter/", "/nyheter/feed/", "/sitemap-1.xml"),
    unpublish: (*NEWS, "/sitemap-1.xml", *SEARCHES),
    expire: (*NEWS, "/sitemap-1.xml", *SEARCHES),
    delete: (*NEWS, "/sitemap-1.xml", *SEARCHES),
    take_out_of_the_menu: ("/", "/en/", "/om-oss/", *EVENTS),
    rename_the_organisation: ("/", "/en/", "/om-oss/", *EVENTS),
    change_the_footer: ("/", "/om-oss/", "/medlemskap/"),
    change_the_footers_pages: ("/", "/en/", "/om-oss/"),
    change_the_closing_block: (),
    describe_a_picture_anew: (),
    replace_a_picture: ("/nyheter/",),
    rename_a_topic: ("/nyheter/", "/en/news/"),
    rename_a_person: (),
    redirect: ("/gammel/",),
    move_an_event: ("/", "/en/", *EVENTS),
    cancel_an_event: EVENTS,
    take_the_last_place: (),
    rename_a_member: DIRECTORY,
    approve_what_a_member_says: (),
    withdraw_a_report: (),
    replace_a_document: (),
    close_the_documents: (),
}
"""With the lists where it is seen."""


def answers(where: list[str]) -> dict[str, tuple[int, bytes, str]]:
    found = {}
    for address in where:
        answer = Client().get(address)
        streamed = answer.streaming and b"".join(answer.streaming_content)
        told = answer.headers.get("Location", "")
        found[address] = (answer.status_code, streamed or answer.content, told)
    return found


def asked_after(change: Callable, where: list[str]) -> list[str]:
    """Where the change is seen, the records' own pages, and a third of the lists.

    Each change has the next third: a list is asked after every third change.
    """
    third = list(CHANGES).index(change) % 3
    return [
        address
        for number, address in enumerate(where)
        if address not in LISTS or address in CHANGES[change] or number % 3 == third
    ]


@pytest.mark.slow
@pytest.mark.indexed
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_change_is_seen_at_once(before, db, kept_pages, change):
    before, kept = before
    where = asked_after(change, list(before))
    assert len(kept) > 15
    shelf._here.update(kept)
    assert answers(where) == {address: before[address] for address in where}
    assert shelf._here == kept  # nothing was made anew
    change()
    after = answers(where)
    with mock.patch.object(generation, "is_written", return_value=True):
        fresh = answers(where)  # nothing is kept, in pages or in the memory
    assert [each for each in where if after[each] != fresh[each]] == []
    changed = {each for each in where if after[each] != before[each]}
    assert changed >= set(CHANGES[change])
    assert changed
