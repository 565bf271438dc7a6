"""The bucket away: stopped, hung or busy (503). Pages answer; nothing typed is lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from articles.models import ArticlePage
from ethicaltrade.media.models import CustomDocument, CustomImage, private_storage
from ethicaltrade.media.undeleted import UndeletedFile
from membership.proposals.models import Proposal
from tests.media.test_upload_doors import content
from tests.support import s3_server
from tests.support.pages import folded, soup
from tests.support.servers import AWAY, away

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BUSY = b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
TYPED = "Råd om kontrakter i Øst-Asia"


@pytest.fixture(params=[*AWAY, "busy"])
def files_away(request, monkeypatch, short_waits, attempts):
    """The site with its files where nobody answers; gives how often it was asked."""
    if request.param == "busy":
        server = away("hung", lambda connection: connection.sendall(BUSY))
    else:
        server = away(request.param)
    with server as port:
        s3_server.use(monkeypatch, s3_server.url_of(port, "site"))
        yield lambda: attempts.to(port)


@pytest.fixture
def cms(client, editor):
    client.force_login(editor)
    return client


def words(file):
    root = Collection.get_first_root_node().pk
    return {"title": TYPED, "collection": root, "tags": "", "language": "nb"} | {
        "file": SimpleUploadedFile(file, content(file.rpartition(".")[2]))
    }


def test_pages_answer(demo_site, files_away, client):
    for address in ("/", ArticlePage.objects.live().first().url, "/en/news/", "/sok/"):
        assert client.get(address).status_code == 200
    assert files_away() <= 4  # a new size is tried, twice, and then nobody asks


def test_document_is_not_there_just_now(demo_site, files_away, client, caplog):
    made = CustomDocument.objects.filter(gate=None).first()
    CustomDocument.objects.update(opens_by_itself=True)
    client.raise_request_exception = False
    answer = client.get(made.url)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Vi er snart tilbake" in folded(soup(answer))
    picture = client.get("/media/images/groent.max-165x165.png")
    assert picture.status_code == 503
    assert "max-age" not in picture.headers.get("Cache-Control", "")
    assert files_away() <= 2
    assert caplog.text.count("Files of a test is away") == 1
    assert s3_server.SECRET not in caplog.text


@pytest.mark.parametrize(
    ("route", "file", "model"),
    [
        ("wagtaildocs", "rad.pdf", CustomDocument),
        ("wagtailimages", "rad.png", CustomImage),
    ],
)
def test_upload_says_so_and_keeps_what_was_typed(files_away, cms, route, file, model):
    answer = cms.post(reverse(f"{route}:add"), words(file))
    assert answer.status_code == 200
    text = soup(answer)
    assert "Filen kunne ikke lagres" in folded(text)
    assert text.find("input", {"name": "title"})["value"] == TYPED
    assert not model.objects.exists()
    assert files_away() <= 4


def test_report_says_so_and_keeps_what_was_typed(demo_site, files_away, client):
    client.login(username="medlem@example.org", password="etisk-handel-demo")
    before = Proposal.objects.count(), CustomDocument.objects.count()
    address = reverse("my_report")
    report = {"year": "2019", "file": words("rad.pdf")["file"], "file_language": "nb"}
    answer = client.post(address, report)
    assert answer.status_code == 200
    assert "Filen kunne ikke lagres" in folded(soup(answer))
    assert soup(answer).find(attrs={"name": "year"})
    assert (Proposal.objects.count(), CustomDocument.objects.count()) == before


def test_deletion_is_done_and_its_file_goes_later(
    files_away, cms, django_capture_on_commit_callbacks
):
    made = CustomDocument.objects.create(title=TYPED, file="documents/rad.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        answer = cms.post(reverse("wagtaildocs:delete", args=[made.pk]))
    assert answer.status_code == 302
    assert not CustomDocument.objects.exists()
    assert UndeletedFile.objects.get().name == "documents/rad.pdf"


def test_nobody_waits_longer_than_a_page_may():
    from ethicaltrade.media.s3 import QUICK

    attempts = QUICK.retries["total_max_attempts"]
    pause = 1  # second at most, before the second time
    assert attempts * max(QUICK.read_timeout, QUICK.connect_timeout) + pause < 10


def test_wrong_key_is_told_and_is_no_outage(monkeypatch):
    """The server is there: others may go on asking."""
    from botocore.exceptions import ClientError

    s3_server.use(monkeypatch, s3_server.url_of(1, "site"))
    storage = private_storage()
    refused = {
        "Error": {"Code": "InvalidAccessKeyId"},
        "ResponseMetadata": {"HTTPStatusCode": 403},
    }

    def refuse(**_given):
        raise ClientError(refused, "GetObject")

    monkeypatch.setattr(storage.client, "get_object", refuse)
    with pytest.raises(PermissionError, match="403 InvalidAccessKeyId"):
        storage.open("documents/a.pdf")
    assert not storage.breaker.is_open
