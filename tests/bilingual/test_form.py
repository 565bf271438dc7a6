"""The editor's form: languages side by side, each published on its own."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from articles.models import ArticlePage
from ethicaltrade.home.models import StandardPage
from tests.support import factories

pytestmark = pytest.mark.django_db


def form_data(**fields):
    stream = streamfield([("text", rich_text("<p>Brødtekst</p>"))])
    return nested_form_data(
        {
            "title_nb": "Ærlig øl på Ås",
            "title_en": "",
            "slug_nb": "",
            "slug_en": "",
            "lead_nb": "Ingress",
            "lead_en": "",
            "seo_title_nb": "",
            "seo_title_en": "",
            "search_description_nb": "",
            "search_description_en": "",
            "body_nb": stream,
            "body_en": streamfield([]),
            "bylines": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "related_links": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **fields,
        }
    )


def action(publish):
    """The button: of the languages named, by their codes."""
    return {"action-publish": publish} if publish else {}


def create(desk, news, publish="nb", **fields):
    url = reverse("wagtailadmin_pages:add", args=("articles", "articlepage", news.pk))
    return desk.post(url, form_data(**fields) | action(publish))


def edit(desk, page, publish="nb", **fields):
    url = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    return desk.post(url, form_data(**fields) | action(publish))


def errors_of(response):
    form = response.context["form"]
    return {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}


def test_form_has_every_language_of_a_field_beside_each_other(desk, article):
    response = desk.get(reverse("wagtailadmin_pages:edit", args=(article.pk,)))
    page = BeautifulSoup(response.content, "html.parser")
    rows = page.select(".language-row")
    assert len(rows) >= 6
    for name in ("title", "lead", "body", "slug"):
        row = next(row for row in rows if row.select_one(f"#id_{name}_nb, #{name}_nb"))
        assert row.select_one(f"#id_{name}_en, #{name}_en"), name


def test_labels_are_norwegian_and_name_the_language(desk, article):
    response = desk.get(reverse("wagtailadmin_pages:edit", args=(article.pk,)))
    text = response.content.decode()
    for label in ("Tittel – norsk", "Tittel – engelsk", "Ingress – norsk"):
        assert re.search(label, text, re.IGNORECASE), label


def test_publishing_norwegian_leaves_english_unpublished(desk, client, news):
    assert create(desk, news).status_code == 302
    page = ArticlePage.objects.get()
    assert page.public_languages == ["nb"]
    assert page.slug_nb == "aerlig-ol-pa-as"
    assert page.slug_en is None
    assert page.title_en in ("", None)


def test_draft_is_saved_however_unfinished(desk, news):
    response = create(desk, news, publish="", lead_nb="")
    assert response.status_code == 302
    assert not ArticlePage.objects.get().live


def test_draft_needs_a_title_in_some_language(desk, news):
    response = create(desk, news, publish="", title_nb="")
    assert "title_nb" in errors_of(response)
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("title", ["\u200b", "\u00ad", "\ufeff \x07", "\u2060"])
def test_title_of_nothing_to_see_is_none(desk, news, title):
    response = create(desk, news, publish="", title_nb=title)
    assert "title_nb" in errors_of(response)
    response = create(desk, news, title_en=title, publish="nb en")
    assert "title_en" in errors_of(response)
    assert not ArticlePage.objects.exists()


def test_what_nobody_sees_is_taken_out_of_what_is_typed(desk, news):
    blocks = [{"key": "a", "text": "A\u2028\x0bb\ud800c", "type": "unstyled"}]
    rich = json.dumps({"blocks": blocks, "entityMap": {}})
    response = create(
        desk,
        news,
        title_nb="Soft\x0bbreak\ufffe",
        lead_nb="Soft\x0bbreak",
        body_nb=streamfield([("text", rich)]),
    )
    assert response.status_code == 302
    page = ArticlePage.objects.get()
    assert (page.title_nb, page.lead_nb) == ("Soft break", "Soft\nbreak")
    html = str(page.body_nb.raw_data[0]["value"])
    assert re.sub(r"<[^>]*>", "", html) == "A\n\nbc"


def test_english_alone_can_be_published(desk, news):
    response = create(
        desk,
        news,
        title_nb="",
        lead_nb="",
        title_en="Honest beer",
        lead_en="Lead",
        publish="en",
    )
    assert response.status_code == 302
    assert ArticlePage.objects.get().public_languages == ["en"]


def test_language_without_title_cannot_be_published(desk, news):
    response = create(desk, news, publish="nb en")
    assert {"title_en", "lead_en"} <= set(errors_of(response))
    assert not ArticlePage.objects.exists()
    shown = BeautifulSoup(response.content, "html.parser")
    assert shown.select_one("[name=title_nb]")["value"] == "Ærlig øl på Ås"


def test_half_written_english_block_does_not_block_a_norwegian_correction(
    desk, article
):
    unfinished = streamfield(
        [("quotation", {"quote": "", "name": "", "role": "Role without a name"})]
    )
    response = edit(
        desk, article, title_nb="Rettet", title_en="Half", body_en=unfinished
    )
    assert response.status_code == 302, errors_of(response)
    page = ArticlePage.objects.get(pk=article.pk)
    assert (page.title_nb, page.title_en) == ("Rettet", article.title_en)
    assert page.get_latest_revision_as_object().title_en == "Half"


def test_unfinished_block_in_a_switched_on_language_is_refused(desk, article):
    unfinished = streamfield([("quotation", {"quote": "", "name": "", "role": ""})])
    response = edit(desk, article, body_nb=unfinished)
    assert "body_nb" in errors_of(response)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_taken_slug_gets_a_number_and_the_editor_is_told(desk, article, news, language):
    column = f"slug_{language}"
    taken = getattr(article, column)
    response = create(desk, news, title_nb="Annet", **{column: taken})
    page = ArticlePage.objects.exclude(pk=article.pk).get()
    draft = page.get_latest_revision_as_object()
    assert getattr(draft, column) == f"{taken}-2"
    said = " ".join(map(str, get_messages(response.wsgi_request)))
    assert f"«{taken}-2»" in said
    response = edit(desk, page, publish="", title_nb="Annet", **{column: taken})
    assert response.status_code == 302
    draft = page.get_latest_revision_as_object()
    assert getattr(draft, column) == f"{taken}-2"


def test_form_that_saves_itself_numbers_a_title_that_stands_already(
    desk, article, news
):
    url = reverse("wagtailadmin_pages:add", args=("articles", "articlepage", news.pk))
    data = form_data(title_nb=article.title_nb, title_en=article.title_en)
    answer = desk.post(url, data, headers={"accept": "application/json"}).json()
    assert answer["success"]
    updates = answer["field_updates"]
    assert updates["slug_nb"] == f"{article.slug_nb}-2"
    assert updates["slug_en"] == f"{article.slug_en}-2"
    assert f"«{article.slug_en}-2»" in updates["slug_en-taken"]
    data |= {name: updates[name] for name in ("slug_nb", "slug_en")}
    data["title_nb"] += " igjen"
    again = desk.post(answer["url"], data, headers={"accept": "application/json"})
    updates = again.json()["field_updates"]
    assert updates["slug_nb"] == f"{article.slug_nb}-igjen"
    assert "slug_en" not in updates


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("blåbær-og-øl", "blabaer-og-ol"),
        ("Oslo–Bergen: tog 2.0", "oslo-bergen-tog-2-0"),
    ],
)
def test_typed_slug_is_made_fit_for_an_address(desk, news, typed, slug):
    create(desk, news, slug_nb=typed)
    page = ArticlePage.objects.get()
    assert page.slug_nb == slug


def test_no_script_makes_slugs_by_a_table_of_its_own(client, admin, article):
    client.force_login(admin)
    addresses = [
        reverse("wagtailadmin_pages:edit", args=(article.pk,)),
        reverse("wagtailadmin_pages:copy", args=(article.pk,)),
        reverse("wagtailsnippets_core_topic:add"),
    ]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert "w-slug" not in response.content.decode()


def test_slug_follows_the_title_until_the_page_is_public(desk, news):
    create(desk, news, publish="", title_nb="Os")
    page = ArticlePage.objects.get()
    assert page.slug_nb == "os"
    edit(desk, page, publish="", title_nb="Oslo–Bergen", slug_nb="os")
    assert ArticlePage.objects.get().slug_nb == "oslo-bergen"
    edit(desk, page, publish="", title_nb="Tog", slug_nb="min-egen")
    assert ArticlePage.objects.get().slug_nb == "min-egen"
    edit(desk, page, title_nb="Toget", slug_nb="min-egen")
    edit(desk, page, title_nb="Bussen", slug_nb="min-egen")
    assert ArticlePage.objects.get().slug_nb == "min-egen"


def test_slug_of_a_public_page_stays(desk, article):
    slug = article.slug_nb
    edit(desk, article, title_nb="Noe helt annet", slug_nb=slug)
    assert ArticlePage.objects.get().slug_nb == slug


def test_form_works_with_an_english_interface(desk, editor, news):
    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = "en"
    profile.save()
    assert create(desk, news).status_code == 302
    row = ArticlePage.objects.rewrite(False).values("title", "slug", "draft_title")
    assert set(row.get().values()) == {"Ærlig øl på Ås", "aerlig-ol-pa-as"}


@pytest.mark.parametrize(
    ("mode", "words"),
    [("nb", "Bryggeriet ber"), ("en", "The brewery asks")],
)
def test_preview_in_each_language(desk, article, mode, words):
    url = reverse("wagtailadmin_pages:view_draft", args=(article.pk,))
    response = desk.get(f"{url}?mode={mode}")
    text = response.content.decode()
    assert response.status_code == 200
    assert words in text
    assert f'<html lang="{mode}"' in text


def test_preview_shows_a_language_that_is_not_published(desk, news):
    draft = factories.add_page(
        news,
        factories.article(**factories.published_in()),
        publish="",
    )
    url = reverse("wagtailadmin_pages:view_draft", args=(draft.pk,))
    assert "The brewery asks" in desk.get(f"{url}?mode=en").content.decode()


def test_preview_of_a_page_not_saved_yet(desk, news):
    url = reverse(
        "wagtailadmin_pages:preview_on_add", args=("articles", "articlepage", news.pk)
    )
    answer = json.loads(desk.post(url, form_data()).content)
    assert answer["is_valid"]
    response = desk.get(f"{url}?mode=nb")
    assert "Ærlig øl på Ås" in response.content.decode()


def test_header_offers_the_live_page_in_each_published_language(desk, article):
    response = desk.get(reverse("wagtailadmin_pages:edit", args=(article.pk,)))
    page = BeautifulSoup(response.content, "html.parser")
    assert page.find("a", href="/nyheter/aerlig-ol-pa-as/", hreflang="nb")
    assert page.find("a", href="/en/news/honest-beer-at-as/", hreflang="en")


@pytest.mark.parametrize(
    "name",
    ["history", "usage", "delete", "copy", "move", "unpublish", "edit"],
)
def test_every_view_of_the_editor_answers(desk, article, name):
    url = reverse(f"wagtailadmin_pages:{name}", args=(article.pk,))
    assert desk.get(url).status_code == 200


def test_move_onto_a_slug_taken_in_either_language_names_it(desk, home):
    target = factories.add_page(
        home, factories.standard_page(title_nb="Hjelp", title_en="Help")
    )
    factories.add_page(target, factories.standard_page(title_nb="Én", title_en="Same"))
    page = factories.add_page(
        home, factories.standard_page(title_nb="To", title_en="Same")
    )
    url = reverse("wagtailadmin_pages:move_confirm", args=(page.pk, target.pk))
    response = desk.post(url, follow=True)
    assert "same (engelsk)" in response.content.decode()
    assert type(page).objects.get(pk=page.pk).get_parent().pk == home.pk


@pytest.mark.parametrize("slug", ["en", "sok", "admin", "artikel"])
def test_slug_that_the_site_itself_uses_gets_a_number(desk, home, slug):
    url = reverse("wagtailadmin_pages:add", args=("home", "standardpage", home.pk))
    data = form_data(slug_nb=slug, **{"action-publish": "nb"})
    assert desk.post(url, data).status_code == 302
    assert StandardPage.objects.get().slug_nb == f"{slug}-2"


def test_article_called_feed_does_not_hide_the_feed(desk, client, news):
    create(desk, news, title_nb="Feed")
    assert ArticlePage.objects.get().slug_nb == "feed-2"
    assert "atom" in client.get("/nyheter/feed/").headers["Content-Type"]


def test_publishing_many_says_which_page_is_not_ready(desk, news):
    ready = factories.add_page(news, factories.article(), publish="")
    unready = factories.add_page(
        news, factories.article(title_nb="Uferdig", lead_nb=""), publish=""
    )
    url = reverse("wagtail_bulk_action", args=("basepage", "basepage", "publish"))
    back = reverse("wagtailadmin_explore", args=(news.pk,))
    query = f"id={ready.pk}&id={unready.pk}&next={back}"
    asked = desk.post(f"{url}?{query}", {"language": "nb"})
    assert "Uferdig" in BeautifulSoup(asked.content, "html.parser").h3.text
    assert not ArticlePage.objects.live().exists()
    sent = {"language": "nb", "anyway": "nb"}
    response = desk.post(f"{url}?{query}", sent, follow=True)
    shown = [str(message) for message in response.context["messages"]]
    assert any("Uferdig" in message for message in shown)
    assert not any(ready.title in message for message in shown)
    assert ArticlePage.objects.live().get() == ready


def test_preview_in_an_unknown_language_is_norwegian(desk, article):
    url = reverse("wagtailadmin_pages:view_draft", args=(article.pk,))
    assert '<html lang="nb"' in desk.get(f"{url}?mode=zz").content.decode()


def test_a_slug_that_is_made_anew_is_not_taken_for_one_that_is_missing(desk, news):
    titles = {"title_nb": "Uten navn", "title_en": "Levelønn"}
    create(desk, news, publish="", **titles)
    page = ArticlePage.objects.get()
    create(desk, news, publish="", title_nb="Levelønn")  # English’s, in Norwegian
    slugs = {"slug_nb": page.slug_nb, "slug_en": page.slug_en}
    response = edit(desk, page, publish="", **titles, **slugs)
    assert response.status_code == 302, errors_of(response)
    page.refresh_from_db()
    assert {name: getattr(page, name) for name in slugs} == slugs
