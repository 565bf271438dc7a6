"""A member's own page: its facts, its reports, and what becomes of it."""

import json
from datetime import date, timedelta

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from ethicaltrade.dates import today
from membership.members.choices import Level
from membership.members.models import Member, OldSlug
from tests.membership.factories import add_member, add_report, names
from tests.support import factories
from tests.support.files import document
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

NB, EN = "/medlemskap/medlemmer/", "/en/membership/members/"


@pytest.fixture
def organisation(directory):
    return add_member(
        "Ærlig Demo AS",
        organisation_number="974760673",
        place="Ålesund",
        website="https://www.example.org/om/",
        presentation_nb='Vi brenner "kaffe".\n\nHver dag.',
        presentation_en="We roast coffee.",
    )


def years(page):
    return [folded(year) for year in page.select(".report__year")]


def json_ld(page):
    return [
        json.loads(script.string)
        for script in page.select("script[type='application/ld+json']")
    ]


# Facts


def test_page_tells_about_the_member_in_both_languages(client, organisation):
    norwegian = soup(client.get(f"{NB}aerlig-demo-as/"))
    english = soup(client.get(f"{EN}aerlig-demo-as/"))
    for page in (norwegian, english):
        assert [folded(h) for h in page.select("h1")] == ["Ærlig Demo AS"]
        facts = folded(page.select_one(".member__facts"))
        for words in ("Ålesund", "974 760 673", "example.org", "2020"):
            assert words in facts
    assert len(norwegian.select(".member__presentation p")) == 2
    assert "«kaffe»" in folded(norwegian.select_one(".member__presentation"))
    assert folded(english.select_one(".member__presentation")) == "We roast coffee."
    assert "Clothes" not in folded(english)
    assert "Food and drink" in folded(english.select_one(".member__facts"))


def test_size_and_adviser_are_never_shown(client, organisation):
    Member.objects.update(turnover=987_654_321)
    page = client.get(f"{NB}aerlig-demo-as/").content.decode()
    assert "987" not in page


def test_presentation_in_another_language_says_which(client, organisation):
    Member.objects.update(presentation_en="")
    text = soup(client.get(f"{EN}aerlig-demo-as/")).select_one(".member__presentation")
    assert text["lang"] == "nb"
    assert "«kaffe»" in folded(text)


def test_member_with_no_more_than_a_name_has_a_page(client, directory):
    add_member("Bare Demo")
    page = soup(client.get(f"{EN}bare-demo/"))
    assert page.h1.get_text() == "Bare Demo"
    assert not page.select(".member__presentation")
    assert "No report has been published yet" in folded(page)


# What the frame and machines are told


def test_head_switcher_and_breadcrumbs_are_the_members_own(client, organisation):
    page = soup(client.get(f"{EN}aerlig-demo-as/?x=1"))
    assert page.title.get_text().startswith("Ærlig Demo AS")
    canonical = page.select_one("link[rel=canonical]")["href"]
    assert canonical.endswith(f"{EN}aerlig-demo-as/")
    assert page.select_one("meta[name=description]")["content"] == "We roast coffee."
    alternates = {
        link["hreflang"]: link["href"] for link in page.select("link[rel=alternate]")
    }
    assert set(alternates) == {"nb", "en", "x-default"}
    assert alternates["nb"].endswith(f"{NB}aerlig-demo-as/")
    switcher = [link["href"] for link in page.select(".language-switcher__link")]
    assert switcher == [f"{NB}aerlig-demo-as/", f"{EN}aerlig-demo-as/"]
    crumbs = [link["href"] for link in page.select(".breadcrumbs a")]
    assert crumbs == ["/en/", "/en/membership/", EN]
    assert not page.select("meta[name=robots]")


def test_structured_data_tells_what_the_page_tells(client, organisation):
    (data,) = json_ld(soup(client.get(f"{NB}aerlig-demo-as/")))
    assert data["@type"] == "Organization"
    assert data["name"] == "Ærlig Demo AS"
    assert data["url"] == "https://www.example.org/om/"
    assert data["identifier"]["value"] == "974760673"
    assert data["address"]["addressLocality"] == "Ålesund"


def test_name_and_words_cannot_break_out(client, directory):
    add_member("<script>x</script> AS", presentation_nb="</script><b>fet</b>")
    member = Member.objects.get()
    html = client.get(f"{NB}{member.slug}/").content.decode()
    assert "<script>x" not in html
    assert "<b>fet" not in html


# Reports


def test_public_reports_stand_by_year(client, organisation):
    add_report(organisation, 2022)
    add_report(organisation, 2024, level=Level.IMPLEMENTER)
    add_report(organisation, 2023, level=Level.BASIC)
    page = soup(client.get(f"{NB}aerlig-demo-as/"))
    assert years(page) == ["2024", "2023", "2022"]
    badges = [folded(badge) for badge in page.select(".badge__level")]
    assert badges == ["Gjennomfører", "Basisnivå"]
    assert page.select_one(".report a")["href"] == "https://example.org/2024.pdf"


def test_document_comes_with_size_language_and_format(client, organisation):
    report = add_report(organisation, document=document())
    row = soup(client.get(f"{NB}aerlig-demo-as/")).select_one(".report")
    assert row.a["href"] == report.document.url
    assert row.a["hreflang"] == report.document.language
    facts = folded(row.select_one(".document-link__facts"))
    assert "PDF" in facts
    assert "norsk" in facts.lower()


def test_report_that_is_not_public_is_shown_to_nobody(client, organisation, admin):
    closed = Collection.get_first_root_node().add_child(name="Stengt")
    CollectionViewRestriction.objects.create(
        collection=closed, restriction_type=CollectionViewRestriction.LOGIN
    )
    add_report(organisation, 2021)
    add_report(organisation, 2022, published_on=None)
    add_report(organisation, 2023, published_on=today() + timedelta(days=1))
    add_report(organisation, 2024, document=document(collection=closed))
    for _visitor in ("outsider", "admin"):
        assert years(soup(client.get(f"{NB}aerlig-demo-as/"))) == ["2021"]
        client.force_login(admin)


def test_queries_do_not_grow_with_the_reports(
    client, organisation, django_assert_max_num_queries
):
    for year in range(2010, 2026):
        add_report(organisation, year, document=document())
    client.get(f"{NB}aerlig-demo-as/")
    with django_assert_max_num_queries(12):
        client.get(f"{NB}aerlig-demo-as/")


# Those who are no members


def test_former_members_page_says_so_kindly(client, organisation):
    add_report(organisation, 2019, level=Level.BASIC)
    Member.objects.update(ended_on=date(2026, 1, 31))
    response = client.get(f"{EN}aerlig-demo-as/")
    page = soup(response)
    assert response.status_code == 410
    assert response["X-Robots-Tag"] == "noindex"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert "ceased to be a member on 31 January 2026" in folded(page)
    assert page.select_one("main .button")["href"] == EN
    assert not page.select(".report, .badge, link[rel=alternate]")
    assert not json_ld(page)
    assert "We roast coffee" not in response.content.decode()
    assert [link["href"] for link in page.select(".language-switcher__link")] == [
        f"{NB}aerlig-demo-as/",
        f"{EN}aerlig-demo-as/",
    ]


def test_membership_ends_on_its_day(client, organisation):
    Member.objects.update(ended_on=today() + timedelta(days=1))
    assert client.get(f"{NB}aerlig-demo-as/").status_code == 200
    Member.objects.update(ended_on=today())
    assert client.get(f"{NB}aerlig-demo-as/").status_code == 410


def test_coming_member_has_no_page(client, organisation, admin):
    Member.objects.update(member_since=today() + timedelta(days=1))
    client.force_login(admin)
    response = client.get(f"{NB}aerlig-demo-as/")
    assert response.status_code == 404
    assert "Ærlig Demo" not in response.content.decode()


@pytest.mark.parametrize("rest", ["ukjent/", "%C3%A6rlig/", "aerlig-demo-as/mer/"])
def test_what_is_nobodys_is_not_found(client, organisation, rest):
    assert client.get(f"{NB}{rest}").status_code == 404


def test_page_takes_no_form(client, organisation):
    assert client.post(f"{NB}aerlig-demo-as/").status_code == 405


# Addresses


def test_directory_of_the_other_language_leads_on(client, organisation):
    response = client.get("/en/medlemskap/medlemmer/aerlig-demo-as/")
    assert response.status_code == 301
    assert response["Location"] == f"{EN}aerlig-demo-as/"


def test_old_slug_leads_to_the_new_one(client, organisation):
    for slug in ("nytt", "nyere"):
        organisation.slug = slug
        organisation.save()
    for old in ("aerlig-demo-as", "nytt"):
        response = client.get(f"{EN}{old}/")
        assert response.status_code == 301
        assert response["Location"] == f"{EN}nyere/"


def test_slug_that_is_taken_back_is_no_old_one(client, organisation):
    organisation.slug = "nytt"
    organisation.save()
    organisation.slug = "aerlig-demo-as"
    organisation.save()
    assert client.get(f"{NB}aerlig-demo-as/").status_code == 200
    assert client.get(f"{NB}nytt/").status_code == 301
    assert [old.slug for old in OldSlug.objects.all()] == ["nytt"]


def test_slug_that_another_member_takes_is_theirs(client, organisation):
    organisation.slug = "nytt"
    organisation.save()
    other = add_member("Annen", slug="aerlig-demo-as")
    assert "Annen" in client.get(f"{NB}aerlig-demo-as/").content.decode()
    assert not OldSlug.objects.exists()
    assert names(Member.objects.filter(pk=other.pk)) == ["Annen"]


def test_made_up_slug_leaves_old_ones_alone(client, organisation):
    organisation.slug = "nytt"
    organisation.save()
    assert add_member("Ærlig Demo AS").slug == "aerlig-demo-as-2"
    assert client.get(f"{NB}aerlig-demo-as/").status_code == 301


def test_old_slug_of_a_coming_member_tells_nothing(client, organisation):
    organisation.slug = "nytt"
    organisation.member_since = today() + timedelta(days=1)
    organisation.save()
    assert client.get(f"{NB}aerlig-demo-as/").status_code == 404


# Where the directory is in one language only


def test_member_below_a_directory_in_one_language(client, organisation, directory):
    type(directory).objects.filter(pk=directory.pk).update(
        **factories.published_in("nb")
    )
    page = soup(client.get(f"{NB}aerlig-demo-as/"))
    links = {link["hreflang"] for link in page.select("link[rel=alternate]")}
    assert links == {"nb", "x-default"}
    assert page.select(".language-switcher__link")[1]["href"] == EN
    assert client.get(f"{EN}aerlig-demo-as/").status_code == 404
