"""Downloads are counted, and nobody is followed."""

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from wagtail.users.models import UserProfile

from ethicaltrade.dates import today
from ethicaltrade.home.groups import PUBLISHERS
from ethicaltrade.media.downloads import DownloadCount
from tests.support import factories
from tests.support.files import document
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db


def get(client, address, **headers):
    """Fetch all of it; returns the answer's headers."""
    response = client.get(address, headers=headers)
    if response.streaming:
        assert b"".join(response)
    return response.headers


def number():
    return sum(DownloadCount.objects.values_list("number", flat=True))


@pytest.fixture
def paper(db):
    return document("råd.pdf", b"%PDF-1.7 " + b"x" * 500)


def test_each_download_counts_once_in_its_month(client, paper):
    for _time in range(3):
        get(client, paper.url)
    count = DownloadCount.objects.get()
    assert (count.document, count.month) == (paper, today().replace(day=1))
    assert count.number == 3


def test_months_are_counted_apart(paper):
    for day in (date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 28)):
        DownloadCount.objects.count_one(paper, day)
    found = DownloadCount.objects.order_by("month").values_list("month", "number")
    assert list(found) == [(date(2027, 1, 1), 1), (date(2027, 2, 1), 2)]


def test_a_look_is_no_download(client, paper):
    etag = get(client, paper.url)["ETag"]
    assert number() == 1
    client.head(paper.url)
    get(client, paper.url, **{"If-None-Match": etag})
    get(client, paper.url, Range="bytes=100-")
    get(client, paper.url, Range="bytes=100-199")
    get(client, f"/documents/{paper.pk}/annet.pdf")
    assert number() == 1
    get(client, paper.url, Range="bytes=0-")
    get(client, paper.url, **{"If-None-Match": '"older"'})
    assert number() == 3


def test_members_are_counted_and_those_who_edit_are_not(client, paper, editor, member):
    client.force_login(editor)
    get(client, paper.url)
    assert number() == 0
    client.force_login(member)
    get(client, paper.url)
    assert number() == 1


def test_nothing_is_kept_of_who_it_was():
    names = {field.name for field in DownloadCount._meta.get_fields()}
    assert names == {"id", "document", "month", "number"}


def test_numbers_go_with_their_document(paper):
    DownloadCount.objects.count_one(paper)
    paper.delete()
    assert not DownloadCount.objects.exists()


def test_staff_see_the_numbers(client, paper, admin):
    for day in (today(), today(), date(2020, 1, 1)):
        DownloadCount.objects.count_one(paper, day)
    UserProfile.objects.create(user=admin, preferred_language="en")
    client.force_login(admin)
    page = soup(client.get(reverse("downloads_report")))
    (row,) = page.select("table.listing tbody tr")
    assert folded(row).endswith("2 2 3")
    export = client.get(reverse("downloads_report"), {"export": "csv"})
    assert b"".join(export).decode().splitlines()[1].endswith('"2";"2";"3"')
    home = soup(client.get(reverse("wagtailadmin_home")))
    assert reverse("downloads_report") in str(home)


def test_numbers_are_not_for_members(client, member):
    client.force_login(member)
    assert client.get(reverse("downloads_report")).status_code in {302, 403}
    client.force_login(factories.user("annen@example.org", PUBLISHERS))
    assert client.get(reverse("downloads_report")).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_title_in_the_file_is_never_a_formula(kind, client, admin):
    document("=1+1.pdf", title="=1+1")
    client.force_login(admin)
    export = client.get(reverse("downloads_report"), {"export": kind})
    content = b"".join(export)
    if kind == "csv":
        assert b'"\'=1+1"' in content
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        cell = list(sheet.rows)[1][0]
        assert (cell.value, cell.data_type) == ("=1+1", "s")
