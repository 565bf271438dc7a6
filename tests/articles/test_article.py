"""An article's page: who, when, about what, and what to read next."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.models import Byline, RelatedArticle
from ethicaltrade.core.models import Person, SiteSettings, Topic
from tests.support import factories
from tests.support.files import picture
from tests.support.pages import folded, gate, put_article, soup

pytestmark = pytest.mark.django_db

NOON = datetime(2018, 11, 28, 11, tzinfo=UTC)


def get(client, page, language="nb"):
    return soup(client.get(page.get_url_in(language)))


# Who, when and about what


@pytest.fixture
def writers(db):
    return [
        Person.objects.create(
            name="Kari Demo", role_nb="Rådgiver", role_en="Adviser", phone="+47 22 00"
        ),
        Person.objects.create(name="Amir Demo", email="amir@example.org"),
    ]


def test_authors_stand_in_the_editors_order_with_their_titles(client, news, writers):
    bylines = [
        Byline(person=person, sort_order=place)
        for place, person in enumerate(reversed(writers))
    ]
    page = put_article(news, bylines=bylines)
    names = [folded(name) for name in get(client, page).select(".byline__name")]
    assert names == ["Amir Demo", "Kari Demo"]
    assert folded(get(client, page).select_one(".byline__role")) == "Rådgiver"
    assert folded(get(client, page, "en").select_one(".byline__role")) == "Adviser"


def test_title_in_one_language_only_carries_that_language(client, news):
    person = Person.objects.create(name="Kari Demo", role_nb="Rådgiver")
    page = put_article(news, bylines=[Byline(person=person)])
    assert get(client, page, "en").select_one(".byline__role")["lang"] == "nb"


def test_article_without_authors_has_no_byline(client, news):
    assert not get(client, put_article(news)).select(".byline__authors")


def test_contact_person_can_be_written_to_and_rung(client, news, writers):
    page = get(client, put_article(news, contact_person=writers[0]))
    contact = page.select_one(".contact-person")
    assert "Kari Demo" in folded(contact)
    assert contact.select_one("a")["href"] == "tel:+472200"
    page = get(client, put_article(news, contact_person=writers[1]))
    assert page.select_one(".contact-person a")["href"] == "mailto:amir@example.org"


def test_contact_persons_picture_is_shown(client, news, writers):
    writers[0].photo = picture(alt_text_nb="Kari ved pulten")
    writers[0].save()
    page = get(client, put_article(news, contact_person=writers[0]))
    assert page.select_one(".contact-person img")["alt"] == "Kari ved pulten"


def test_topics_lead_to_the_list_narrowed_to_them(client, news):
    topic = Topic.objects.create(name_nb="Levelønn", name_en="Living wage")
    page = put_article(news, topics=[topic])
    for language, address in (
        ("nb", "/nyheter/?topic=levelonn"),
        ("en", "/en/news/?topic=living-wage"),
    ):
        (link,) = get(client, page, language).select(".tag-list a")
        assert link["href"] == address
        assert client.get(address).status_code == 200


def test_body_shows_in_its_own_language_only(client, news):
    page = put_article(
        news,
        body_nb=[{"type": "text", "value": "<p>Brødtekst</p>"}],
        body_en=[{"type": "text", "value": "<p>Running text</p>"}],
    )
    assert folded(get(client, page).select_one(".body")) == "Brødtekst"
    assert folded(get(client, page, "en").select_one(".body")) == "Running text"


def test_english_body_that_is_missing_borrows_nothing(client, news):
    page = put_article(news, body_nb=[{"type": "text", "value": "<p>Brødtekst</p>"}])
    assert "Brødtekst" not in get(client, page, "en").get_text()


# What to read next


def related(page, user=None):
    found = page.get_related(user or AnonymousUser(), page.choices())
    return [article.title_nb for article in found]


@pytest.fixture
def topic(db):
    return Topic.objects.create(name_nb="Levelønn", name_en="Living wage")


@pytest.fixture
def nearby(news, topic):
    """Four articles on the topic, the newest last."""
    return [
        put_article(news, f"Sak {day}", topics=[topic], on=NOON + timedelta(days=day))
        for day in range(4)
    ]


def choosing(*articles):
    return [
        RelatedArticle(article=article, sort_order=place)
        for place, article in enumerate(articles)
    ]


def test_newest_three_on_the_topic_are_suggested(news, topic, nearby):
    page = put_article(news, topics=[topic])
    assert related(page) == ["Sak 3", "Sak 2", "Sak 1"]


def test_editors_choice_comes_first_in_its_order(news, topic, nearby):
    other = put_article(news, "Om annet", on=NOON - timedelta(days=9))
    links = choosing(other, nearby[0])
    page = put_article(news, topics=[topic], related_links=links)
    assert related(page) == ["Om annet", "Sak 0", "Sak 3"]


def retitle(article):
    article.title_nb = "Ny tittel"
    factories.save_page(article)


CHANGES = {
    "renamed": retitle,
    "closed": lambda article: gate(article, "Members"),
    "unpublished": lambda article: article.unpublish(),
    "on no topic": lambda article: article.topics.through.objects.filter(
        articlepage=article
    ).delete(),
    "deleted": lambda article: article.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_suggested_follows_at_once(
    news, topic, nearby, working_memory, member, change
):
    page = put_article(news, topics=[topic])
    before = related(page), related(page, member)
    CHANGES[change](nearby[-1])
    after = related(page), related(page, member)
    assert "Sak 3" in before[0]
    assert "Sak 3" not in after[0]
    assert ("Sak 3" in after[1]) is (change == "closed")


def test_authors_and_settings_follow_at_once(client, news, writers, working_memory):
    page = put_article(news, bylines=[Byline(person=writers[0])])
    settings = SiteSettings.for_site(news.get_site())
    assert "Kari Demo" in get(client, page).get_text()
    Person.objects.filter(pk=writers[0].pk).update(name="Kari Nordmann")
    settings.organisation_name_nb = "Nytt navn"
    settings.save()
    after = get(client, page).get_text()
    assert "Kari Nordmann" in after
    assert "Nytt navn" in after


def test_preview_has_the_drafts_own_authors_and_articles(news, topic, nearby, writers):
    page = put_article(news)
    page.topics = [topic]
    page.bylines = [Byline(person=writers[0])]
    page.related_links = choosing(nearby[0])
    preview = soup(page.make_preview_request(preview_mode="nb"))
    assert "Kari Demo" in folded(preview.select_one(".byline"))
    assert folded(preview.select_one(".tag-list")) == "Levelønn"
    read_next = [folded(link) for link in preview.select(".related-articles a")]
    assert read_next == ["Sak 0", "Sak 3", "Sak 2"]


def test_three_that_are_chosen_leave_no_room(news, topic, nearby):
    links = choosing(nearby[1], nearby[3], nearby[0])
    page = put_article(news, topics=[topic], related_links=links)
    assert related(page) == ["Sak 1", "Sak 3", "Sak 0"]


def test_article_is_never_related_to_itself(news, topic):
    page = put_article(news, "Selv", topics=[topic])
    page.related_links = choosing(page)
    page.save()
    assert related(page) == []


def test_article_on_several_common_topics_is_suggested_once(news, topic):
    second = Topic.objects.create(name_nb="Lønn", name_en="Pay")
    put_article(news, "Begge", topics=[topic, second])
    assert related(put_article(news, topics=[topic, second])) == ["Begge"]


def test_article_without_topics_or_choices_suggests_nothing(client, news, nearby):
    page = put_article(news)
    assert related(page) == []
    assert not get(client, page).select("#related-articles")


def test_nothing_unpublished_is_suggested(news, topic, nearby, interface):
    english = put_article(
        news, "Engelsk", topics=[topic], **factories.published_in("en")
    )
    draft = factories.add_page(
        news, factories.article(title_nb="Kladd", topics=[topic]), publish=False
    )
    page = put_article(news, topics=[topic], related_links=choosing(draft, english))
    first = [] if interface == "nb" else ["Engelsk"]
    assert related(page) == [*first, "Sak 3", "Sak 2", "Sak 1"][:3]


def test_gated_article_is_suggested_to_those_it_is_for(news, topic, member):
    closed = put_article(news, "Stengt", topics=[topic])
    gate(closed, "Members")
    page = put_article(news, topics=[topic], related_links=choosing(closed))
    assert related(page) == []
    assert related(page, member) == ["Stengt"]


def test_suggestions_lead_to_the_readers_language(client, news, topic, nearby):
    page = put_article(news, topics=[topic])
    links = get(client, page, "en").select(".related-articles .card__link")
    assert [folded(link) for link in links] == [
        "Sak 3 (en)",
        "Sak 2 (en)",
        "Sak 1 (en)",
    ]
    assert all(link["href"].startswith("/en/news/") for link in links)


def test_preview_suggests_what_is_chosen_before_it_is_saved(news, topic, nearby, admin):
    page = put_article(news, topics=[topic])
    page.related_links = choosing(nearby[0])
    response = page.make_preview_request(preview_mode="en")
    links = soup(response).select(".related-articles .card__link")
    assert folded(links[0]) == "Sak 0 (en)"
