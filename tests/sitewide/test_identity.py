"""What others know a thing by stays, whatever an editor does with the thing."""

import pytest
from defusedxml.ElementTree import fromstring
from django.core.files.base import ContentFile
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Site

from ethicaltrade.bilingual import languages
from ethicaltrade.media.models import CustomDocument
from tests.events import calendars
from tests.events.support import event, on
from tests.support import factories

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def feed_ids(client, index) -> dict[str, list[str]]:
    """Of the feed and each entry, by language."""
    return {
        language: [
            found.text
            for found in fromstring(
                client.get(fresh(index).subview_url("feed", language=language)).content
            ).iter(f"{ATOM}id")
        ]
        for language in languages.codes()
    }


def calendar_ids(client, page) -> dict[str, str]:
    return {
        language: calendars.only_event(client, fresh(page), language).uid
        for language in languages.codes()
    }


def rename(*names):
    def change(page):
        page = fresh(page)
        for name in names:
            setattr(page, name, "another-word")
        factories.save_page(page)

    return change


def rename_the_list(page):
    rename("slug_nb", "slug_en")(page.get_parent().specific)


def rename_the_front_page(page):
    rename("slug_nb")(page.get_parent().get_parent().specific)


def unpublish_and_publish(page):
    fresh(page).unpublish()
    page = fresh(page)
    page.get_latest_revision().publish()


def restore_the_first_revision(page):
    first = page.revisions.order_by("pk").first()
    rename("slug_nb", "slug_en", "title_nb")(page)
    page = first.as_object()
    page.save_revision().publish()


def change_the_host_name(page):
    site = Site.objects.get()
    site.hostname = "new.example.org"
    site.save()


def write_it_again(page):
    page = fresh(page)
    page.title_nb, page.title_en = "Noe annet", "Something else"
    page.lead_nb, page.lead_en = "Ny", "New"
    factories.save_page(page)


CHANGES = [
    rename("slug_nb"),
    rename("slug_en"),
    rename("slug_nb", "slug_en"),
    rename_the_list,
    rename_the_front_page,
    unpublish_and_publish,
    restore_the_first_revision,
    change_the_host_name,
    write_it_again,
]
NAMES = ["nb", "en", "both", *(change.__name__ for change in CHANGES[3:])]


@pytest.mark.parametrize("change", CHANGES, ids=NAMES)
def test_a_feed_and_its_entries_are_known_again(client, news, change):
    page = factories.add_page(news, factories.article())
    before = feed_ids(client, news)
    assert len({*before["nb"], *before["en"]}) == 4, "each language has its own"
    assert all(name.startswith("urn:uuid:") for name in before["nb"])
    change(page)
    with override_settings(BASE_URL="https://elsewhere.example.org"):
        assert feed_ids(client, news) == before


@pytest.mark.parametrize("change", CHANGES, ids=NAMES)
def test_a_date_is_known_again(client, programme, change):
    page = factories.add_page(programme, event(on(timezone.localdate())))
    before = calendar_ids(client, page)
    change(page)
    assert calendar_ids(client, page) == before


def test_a_copy_is_another_thing(client, article):
    copy = article.copy(update_attrs={"slug": "en-kopi"}, copy_revisions=True)
    copy.get_latest_revision().publish()
    ids = feed_ids(client, article.get_parent().specific)
    assert len({*ids["nb"], *ids["en"]}) == 6


def test_a_file_is_known_by_its_bytes(client):
    document = CustomDocument.objects.create(
        title="A",
        file=ContentFile(b"alike", name="a.txt"),
        opens_by_itself=True,
    )
    before = client.head(document.url).headers["ETag"]
    document.title = "B"
    document.file = ContentFile(b"alike", name="b.txt")
    document.save()
    assert client.head(document.url).headers["ETag"] == before
