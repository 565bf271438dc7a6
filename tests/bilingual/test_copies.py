"""A copy has a name in each language, free slugs, and is published where it may be."""

import pytest
from django.urls import reverse
from django.utils import translation
from wagtail.models import get_page_models
from wagtail.users.models import UserProfile

from articles.models import ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import actions, meaning, scopes, summaries
from ethicaltrade.bilingual.languages import codes, localized
from ethicaltrade.home.models import HomePage, StandardPage
from tests.support import factories
from tests.support.pages import folded, soup

from .test_form import edit, errors_of

pytestmark = pytest.mark.django_db

TYPES = [model for model in get_page_models() if model is not BasePage]
BOTH = ["nb", "en"]
TAKEN = {
    "nb": "Denne adressen er allerede i bruk her.",
    "en": "This address is already in use here.",
}


def url(page):
    return reverse("wagtailadmin_pages:copy", args=(page.pk,))


def opened(desk, page):
    """What the form opens with, by field."""
    response = desk.get(url(page))
    assert response.status_code == 200
    form = response.context["form"]
    return {field.name: field.value() or "" for field in form}


def send(desk, page, **fields):
    """As it was opened, but for the fields."""
    sent = opened(desk, page) | fields
    return desk.post(url(page), {name: each for name, each in sent.items() if each})


def copy(desk, page, **fields):
    response = send(desk, page, **fields)
    assert response.status_code == 302, response.context["form"].errors
    return type(page).objects.latest("pk")


def errors(response):
    assert response.status_code == 200
    return response.context["form"].errors


def read_in(editor, language):
    UserProfile.objects.update_or_create(
        user=editor, defaults={"preferred_language": language}
    )


@pytest.mark.parametrize("model", TYPES)
def test_form_opens_with_free_slugs_for_each_page_type(client, admin, home, model):
    """And so it can be sent, where the type may be copied at all."""
    client.force_login(admin)
    is_front = model is HomePage
    page = home if is_front else model(title_nb="Ærlig øl", title_en="Honest beer")
    if not is_front:
        home.add_child(instance=page)
    shown = opened(client, page)
    if is_front:
        assert (shown["slug_nb"], "slug_en" in shown) == (f"{page.slug_nb}-2", False)
    else:
        assert (shown["title_nb"], shown["title_en"]) == ("Ærlig øl", "Honest beer")
        assert (shown["slug_nb"], shown["slug_en"]) == ("aerlig-ol-2", "honest-beer-2")
    found = errors(send(client, page)) if not model.can_create_at(home) else {}
    assert set(found) <= {"new_parent_page"}


@pytest.mark.parametrize("language", BOTH)
def test_labels_name_the_language_in_the_readers(desk, editor, article, language):
    read_in(editor, language)
    shown = soup(desk.get(url(article)))
    labels = {"nb": "Tittel – engelsk", "en": "Title – English"}
    label = shown.find("label", attrs={"for": "id_title_en"})
    assert folded(label) == labels[language]
    assert shown.find(id="id_title_en")["lang"] == "en"


def test_copy_has_what_was_typed_in_each_language(desk, article):
    names = {"title_nb": "Ny", "title_en": "New", "slug_nb": "fersk", "slug_en": ""}
    made = copy(desk, article, **names)
    assert (made.title_nb, made.title_en) == ("Ny", "New")
    assert (made.slug_nb, made.slug_en) == ("fersk", "new")
    draft = made.get_latest_revision_as_object()
    assert (draft.title_nb, draft.slug_en) == ("Ny", "new")
    assert not made.live


@pytest.mark.parametrize("as_alias", ["", "on"])
def test_copy_is_opened_and_not_the_page_that_looks_like_it(desk, article, as_alias):
    """But for an alias, which is not written on."""
    original = reverse("wagtailadmin_pages:edit", args=[article.pk])
    sent = opened(desk, article) | {"alias": as_alias, "next": original}
    response = desk.post(
        url(article), {name: each for name, each in sent.items() if each}
    )
    made = type(article).objects.latest("pk")
    assert made != article
    its_form = reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert response.url == (original if as_alias else its_form)


def test_slug_that_is_left_follows_the_title_and_the_place(desk, home, article):
    made = copy(desk, article, title_nb="Ny tittel")
    assert (made.slug_nb, made.slug_en) == ("ny-tittel", f"{article.slug_en}-2")
    elsewhere = factories.add_news(home, title_nb="Annet", title_en="Other")
    made = copy(desk, article, new_parent_page=elsewhere.pk)
    assert (made.slug_nb, made.slug_en) == (article.slug_nb, article.slug_en)


def test_slug_that_an_editor_chose_is_kept_and_numbered(desk, news):
    page = factories.add_page(news, factories.article(slug_nb="ol", slug_en="beer"))
    made = copy(desk, page, title_nb="Noe annet")
    assert (made.slug_nb, made.slug_en) == ("ol-2", "beer-2")
    assert opened(desk, made)["slug_en"] == "beer-2-2"


def test_number_is_not_numbered(desk, article):
    made = copy(desk, article)
    assert made.slug_nb == f"{article.slug_nb}-2"
    assert opened(desk, made)["slug_nb"] == f"{article.slug_nb}-3"


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("column", ["slug_nb", "slug_en"])
def test_taken_slug_is_said_beside_its_field(desk, editor, article, language, column):
    read_in(editor, language)
    response = send(desk, article, **{column: getattr(article, column)})
    assert errors(response) == {column: [TAKEN[language]]}
    field = soup(response).find(id=f"id_{column}").find_parent(class_="w-field")
    assert TAKEN[language] in folded(field)


def test_borrowed_slug_is_taken_too(desk, news):
    only = {"title_en": "", "lead_en": "", **factories.published_in("nb")}
    page = factories.add_page(news, factories.article(**only))
    sent = {"title_en": "Honest", "slug_en": page.slug_nb}
    assert set(errors(send(desk, page, **sent))) == {"slug_en"}
    made = copy(desk, page, title_nb="Kopi")
    assert (made.slug_nb, made.title_en or "", made.slug_en or "") == ("kopi", "", "")


@pytest.mark.parametrize(
    ("typed", "slug"),
    [("blåbær-og-øl", "blabaer-og-ol"), ("Oslo–Bergen 2.0", "oslo-bergen-2-0")],
)
def test_typed_slug_is_made_fit_for_an_address(desk, article, typed, slug):
    assert copy(desk, article, slug_nb=typed).slug_nb == slug


@pytest.mark.parametrize("language", BOTH)
def test_title_is_asked_for_in_one_language(desk, editor, article, language):
    read_in(editor, language)
    response = send(desk, article, title_nb="", title_en="")
    with translation.override(language):
        said = translation.gettext("Write a title in at least one language.")
    assert errors(response) == {"title_nb": [said]}
    made = copy(desk, article, title_nb="")
    assert (made.title_nb or "", made.source_language) == ("", "en")


# States


def states(page):
    content = actions.draft_of(page)
    return meaning.states(type(page), content)["en"]


@pytest.fixture
def translated(article):
    """Its lead is outdated, its body up to date, and a quotation left out."""
    model = type(article)
    block = [{"type": "text", "value": "<p>Brød</p>", "id": "a" * 32}]
    article.body_nb = article.body_en = block
    draft = scopes.content_of(article)
    kept = meaning.record(
        model, {}, draft, copied={"en": [f"body.{'a' * 32}"]}, revision=7
    )
    article.translated_from_en = kept["translated_from_en"]
    article.lead_nb = "En annen ingress."
    return factories.save_page(article)


@pytest.mark.parametrize("publish", [[], ["nb"], BOTH])
def test_copy_keeps_hashes_and_states(desk, translated, publish):
    before = states(translated)
    assert set(before.values()) == {"current", "outdated", "copied"}
    made = copy(desk, translated, publish_copies=publish)
    assert states(made) == before
    draft = made.get_latest_revision_as_object()
    assert draft.translated_from_en == translated.translated_from_en
    assert list(summaries.find_faults()) == []


def test_titles_that_are_written_together_are_up_to_date(desk, translated):
    made = copy(desk, translated, title_nb="Ny", title_en="New", publish_copies=BOTH)
    assert states(made)["title"] == "current"
    made = copy(desk, translated, title_nb="Enda en", publish_copies=BOTH)
    assert states(made)["title"] == "outdated"
    assert list(summaries.find_faults()) == []


# Publication


def test_copy_is_published_in_the_languages_that_are_ticked(desk, article):
    assert copy(desk, article).public_languages == []
    assert copy(desk, article, publish_copies=["en"]).public_languages == ["en"]
    made = copy(desk, article, publish_copies=BOTH)
    assert made.public_languages == BOTH
    assert not made.has_unpublished_changes


def test_languages_that_readers_lack_are_not_offered(desk, article):
    actions.take_down(article, ["en"])
    form = desk.get(url(article)).context["form"]
    assert [code for code, _name in form.fields["publish_copies"].choices] == ["nb"]
    assert "publish_copies" in errors(send(desk, article, publish_copies=["en"]))


def test_draft_stays_a_draft(desk, article):
    article.lead_en = "A draft."
    article.save_revision()
    names = {"title_nb": "Ny", "title_en": "New"}
    made = copy(desk, article, publish_copies=BOTH, **names)
    public = meaning.states(ArticlePage, scopes.content_of(made))["en"]
    assert public["title"] == states(made)["title"] == "current"
    assert made.lead_en != "A draft."
    assert made.has_unpublished_changes
    assert made.get_latest_revision_as_object().lead_en == "A draft."
    assert list(summaries.find_faults()) == []


@pytest.mark.parametrize("language", BOTH)
def test_rule_against_a_language_is_told_in_the_form(desk, editor, article, language):
    read_in(editor, language)
    ArticlePage.objects.filter(pk=article.pk).update(lead_en="")
    found = errors(send(desk, article, publish_copies=BOTH))
    (said,) = found["publish_copies"]
    assert {"nb": "er tomt (engelsk)", "en": "is empty (English)"}[language] in said
    assert ArticlePage.objects.count() == 1
    assert copy(desk, article, publish_copies=["nb"]).public_languages == ["nb"]


def test_title_that_is_emptied_is_told_beside_it(desk, article):
    found = errors(send(desk, article, title_en="", publish_copies=BOTH))
    assert set(found) == {"title_en"}
    assert ArticlePage.objects.count() == 1


@pytest.fixture
def section(home):
    """One page in both languages, one in Norwegian, one a draft."""
    top = factories.add_page(home, factories.standard_page())
    for title, public in (("Begge", BOTH), ("Norsk", ["nb"]), ("Utkast", [])):
        fields = factories.published_in(*public)
        page = factories.standard_page(
            title_nb=title, title_en=title, **dict.fromkeys(BOTH_OFF, False) | fields
        )
        factories.add_page(top, page)
    return StandardPage.objects.get(pk=top.pk)


BOTH_OFF = [localized("published", code) for code in codes()]


def test_pages_below_are_published_where_their_sources_are(desk, section):
    send(desk, section, copy_subpages="on", publish_copies=BOTH)
    made = StandardPage.objects.get(slug_nb=f"{section.slug_nb}-2")
    below = [page.specific for page in made.get_children()]
    assert [page.public_languages for page in below] == [BOTH, ["nb"], []]
    assert list(summaries.find_faults()) == []


def test_rule_against_a_page_below_names_it(desk, section):
    StandardPage.objects.filter(title_nb="Begge").update(title_en="")
    count = StandardPage.objects.count()
    found = errors(send(desk, section, copy_subpages="on", publish_copies=BOTH))
    assert found["publish_copies"][0].startswith("Begge: ")
    assert StandardPage.objects.count() == count


def test_alias_has_slugs_of_its_own_and_nothing_else(desk, article):
    sent = {"alias": "on", "title_nb": "Sett bort fra", "slug_en": "mirror"}
    alias = copy(desk, article, **sent)
    assert alias.alias_of_id == article.pk
    assert alias.title_nb == article.title_nb
    assert (alias.slug_nb, alias.slug_en) == (f"{article.slug_nb}-2", "mirror")


def test_root_of_the_tree_is_not_copied(client, admin):
    client.force_login(admin)
    assert client.get(url(BasePage.objects.get(depth=1))).status_code == 404


# Titles that are too long

ASKED = {
    "nb": (
        "101 tegn. Mer enn 100 er for langt. Velg å kopiere en gang til hvis det er "
        "riktig."
    ),
    "en": (
        "101 characters: more than 100 is too long. Copy once more if that is right."
    ),
}


@pytest.mark.parametrize("language", BOTH)
def test_title_that_is_too_long_is_asked_about_before_it_goes_out(
    desk, editor, article, language
):
    read_in(editor, language)
    sent = {"title_nb": "å" * 101, "publish_copies": ["nb"]}
    asked = send(desk, article, **sent)
    assert errors(asked) == {"title_nb": [ASKED[language]]}
    assert type(article).objects.count() == 1
    form = soup(asked).select_one("form[action*=copy]")
    again = {
        one["name"]: one.get("value", "")
        for one in form.select("input[name]:not([type=checkbox], [type=submit])")
    }
    other = again | {"title_nb": "ø" * 102, "publish_copies": ["nb"]}
    assert set(errors(desk.post(url(article), other))) == {"title_nb"}
    done = desk.post(url(article), again | {"publish_copies": ["nb"]})
    assert done.status_code == 302
    assert type(article).objects.latest("pk").public_languages == ["nb"]


def test_draft_and_title_that_readers_have_are_not_asked_about(desk, article):
    assert not copy(desk, article, title_nb="å" * 101).live
    article.title_nb = "ø" * 101
    article.save_revision().publish()
    made = copy(desk, article, publish_copies=["nb"])
    assert made.public_languages == ["nb"]
    # An alias has its source's titles, whatever is typed.
    assert copy(desk, article, title_nb="y" * 150, alias="on").title_nb == "ø" * 101


@pytest.mark.parametrize("language", BOTH)
def test_title_has_the_limit_and_the_words_of_the_form_that_edits(
    desk, editor, article, language
):
    read_in(editor, language)
    title = "å" * 256
    said = errors_of(edit(desk, article, title_nb=title))["title_nb"]
    (told,) = errors(send(desk, article, title_nb=title))["title_nb"]
    assert said.startswith(told)
    form = reverse("wagtailadmin_pages:edit", args=(article.pk,))
    shown = [
        soup(desk.get(each)).find(id="id_title_en") for each in (form, url(article))
    ]
    assert len({field["maxlength"] for field in shown}) == 1
    counted, copied = (
        field.find_parent(attrs={"data-advised-length": True}) or field
        for field in shown
    )
    assert counted["data-advised-length"] == copied["data-advised-length"]
