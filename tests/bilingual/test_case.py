"""An address in the wrong case leads to the right one, for who may know of it."""

import pytest

from ethicaltrade.bilingual.models import OldAddress
from events.models import Registration
from membership.members.models import MemberIndexPage
from tests.events.registration.support import put, stamp
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.pages import gate

pytestmark = pytest.mark.django_db

NB = "/nyheter/aerlig-ol-pa-as/"
EN = "/en/news/honest-beer-at-as/"


@pytest.fixture
def renamed(article):
    """The article, which had another slug, and an address of the previous site."""
    article.slug_nb, article.slug_en = "for", "before"
    article = factories.save_page(article)
    article.slug_nb, article.slug_en = "aerlig-ol-pa-as", "honest-beer-at-as"
    article = factories.save_page(article)
    OldAddress.objects.create(
        language="nb", path="/Artikler/8642.html", page=article.basepage_ptr
    )
    return article


WRITTEN = [
    ("/Nyheter/", "/nyheter/"),
    ("/NYHETER/", "/nyheter/"),
    ("/Nyheter/Aerlig-Ol-Pa-As/", NB),
    ("/nyheter/AERLIG-OL-PA-AS/", NB),
    ("/en/News/", "/en/news/"),
    ("/en/news/Honest-Beer-at-As/", EN),
    ("/EN/news/honest-beer-at-as/", EN),
    ("/En/", "/en/"),
    ("/en/Nyheter/", "/en/news/"),  # another language's word
    ("/Nyheter/Feed/", "/nyheter/feed/"),
    ("/nyheter/FEED/", "/nyheter/feed/"),
    ("/Nyheter/For/", NB),  # once its own
    ("/en/NEWS/BEFORE/", EN),
    ("/artikler/8642.HTML", NB),
    ("/ARTIKLER/8642.html", NB),
    ("/Nyheter/?page=2", "/nyheter/?page=2"),
]


@pytest.mark.every_database
def test_it_leads_to_the_right_address(client, renamed, subtests):
    for written, right in WRITTEN:
        with subtests.test(written=written):
            if not written.lower().endswith("html"):
                assert client.get(right).status_code == 200
            answer = client.get(written)
            assert answer.status_code == 301
            assert answer.headers["Location"] == right


def test_file_below_a_page_is_found_too(client, programme):
    answer = client.get("/Arrangementer/Kalender.ICS")
    assert answer.headers["Location"] == "/arrangementer/kalender.ics"


@pytest.mark.every_database
def test_capitals_of_a_slug_are_kept(client, news):
    page = factories.add_page(news, factories.article(slug_nb="ILO-konvensjon-190"))
    assert client.get("/nyheter/ILO-konvensjon-190/").status_code == 200
    answer = client.get("/nyheter/ilo-konvensjon-190/")
    assert answer.headers["Location"] == page.get_url_in("nb")


def test_gate_comes_first(client, renamed, subtests):
    gate(renamed.get_parent(), "Members")
    for written, right in WRITTEN:
        with subtests.test(written=written):
            check_gate(client, written, right)


def check_gate(client, written, right):
    answer = client.get(written)
    if answer.status_code == 301:  # of the language alone, which tells nothing
        assert answer.headers["Location"].lower() == written.lower()
        answer = client.get(answer.headers["Location"])
    if right == "/en/":
        return
    assert answer.status_code in (302, 404)
    assert "/konto/login/" in answer.headers.get("Location", "/konto/login/")
    for word in ("aerlig-ol", "honest-beer"):
        is_told = word in answer.headers.get("Location", "").lower()
        assert not is_told or word in written.lower()


def test_draft_is_not_found_in_any_case(client, news):
    factories.add_page(news, factories.article(), publish=False)
    for address in (NB, NB.upper(), NB.title()):
        assert client.get(address).status_code == 404


def test_what_is_sent_to_another_address_is_taken_as_it_is(client, programme):
    """A redirect would throw away what was typed."""
    event = put(programme)
    registration = event.subview_url("register")
    form = {"name": "Kari", "consent": "on"}
    event.slug_nb = "et-annet-navn"
    event = factories.save_page(event)
    for number, address in enumerate(
        (registration, event.subview_url("register").title())
    ):
        answer = client.post(
            address, {**form, "email": f"{number}@example.org", "stamp": stamp()}
        )
        assert answer.status_code != 301, address
    assert Registration.objects.count() == 2


@pytest.mark.every_database
def test_member_is_found_in_any_case(client, home):
    directory = factories.put_page(
        home,
        MemberIndexPage(
            title_nb="Medlemmer",
            title_en="Members",
            **factories.published_in("nb", "en"),
        ),
    )
    member = add_member("Fjordvik AS")
    right = directory.subview_url("member", slug=member.slug)
    assert client.get(right).status_code == 200
    answer = client.get(right.replace(member.slug, member.slug.upper()), follow=True)
    assert answer.request["PATH_INFO"] == right


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("/Sok/?q=L%C3%B8nn", "/sok/?q=L%C3%B8nn"),
        ("/EN/search/", "/en/search/"),
        ("/en/Search/", "/en/search/"),
        ("/Konto/Login/?next=/", "/konto/login/?next=/"),
        ("/Min-side/", "/min-side/"),
    ],
)
def test_view_that_is_no_page_is_found_too(client, home, written, right):
    answer = client.get(written)
    assert (answer.status_code, answer.headers["Location"]) == (301, right)


@pytest.mark.parametrize(
    "address", ["/Finnes-Ikke/", "/Sok/Noe/", "//Example.org/Sok/", "//Sok/"]
)
def test_what_is_nowhere_is_not_found_in_any_case(client, home, address):
    assert client.get("/", PATH_INFO=address).status_code == 404
    assert client.post("/Sok/").status_code == 404
