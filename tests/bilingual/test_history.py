"""History and comparison say which language it is about."""

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.users.models import UserProfile

from ethicaltrade.bilingual import actions
from tests.support import factories
from tests.support.pages import folded, soup

pytestmark = pytest.mark.django_db

KINDS = ("deletion", "addition")


@pytest.fixture
def desk(client, editor):
    """The editor, in the Norwegian CMS."""
    UserProfile.objects.create(user=editor, preferred_language="nb")
    client.force_login(editor)
    return client


def edit(page, editor, **fields):
    """As an editor saves a draft."""
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision(user=editor, log_action=True)


def url(name, page, *args):
    return reverse(f"wagtailadmin_pages:{name}", args=[page.pk, *args])


@pytest.fixture
def entries(desk, article):
    """The newest first, each as (action, what it changed, addresses in its menu)."""

    def read():
        page = soup(desk.get(url("history", article)))
        rows = page.select(".listing tbody tr")
        cells = [row.find_all("td", recursive=False) for row in rows]
        return [
            (
                folded(action.find("div").find("div").find("div")),
                folded(change),
                [link["href"] for link in action.select("a")],
            )
            for action, change, *_others in cells
        ]

    return read


def test_each_change_names_its_language(entries, article, editor):
    edit(article, editor, title_en="Only English")
    edit(article, editor, title_nb="Norsk", lead_nb="Ny", show_in_menus=True)
    norwegian, english, *older = entries()
    assert "Norsk Engelsk" in [change for _action, change, _links in older]
    assert english[1] == "Engelsk: Tittel"
    assert norwegian[1] == "Felles for alle språk: Vis i menyer Norsk: Tittel, Ingress"


def test_publication_is_compared_with_the_one_before(entries, article, editor):
    first = article.live_revision_id
    edit(article, editor, title_en="Only English", title_nb="Norsk")
    actions.publish(article, ["nb"], user=editor)
    article.refresh_from_db()
    published, _edit, *older = entries()
    assert "Publisert: norsk" in published[0]
    assert "Synlig nå: norsk" in published[0]
    assert published[1] == "Norsk: Tittel"
    second = article.live_revision_id
    assert url("revisions_compare", article, first, second) in published[2]
    assert any("Synlig nå: engelsk" in action for action, *_rest in older)


def test_each_version_is_read_in_each_language(entries, desk, article, editor):
    revision = edit(article, editor, title_en="Only English")
    address = url("revisions_view", article, revision.pk)
    assert {f"{address}?mode=nb", f"{address}?mode=en"} <= set(entries()[0][2])
    page = soup(desk.get(f"{address}?mode=en"))
    assert (page.html["lang"], folded(page.h1)) == ("en", "Only English")
    assert soup(desk.get(f"{address}?mode=nb")).html["lang"] == "nb"


def test_history_takes_no_query_per_version(
    desk, article, editor, django_assert_max_num_queries
):
    for number in range(12):
        edit(article, editor, title_nb=f"Tittel {number}")
        if number % 4 == 0:
            actions.publish(article, ["nb"], user=editor)
    desk.get(url("history", article))
    with django_assert_max_num_queries(40):
        page = soup(desk.get(url("history", article)))
    assert len(page.select(".language-changes")) >= 12


def compared(desk, page, *versions):
    answer = soup(desk.get(url("revisions_compare", page, *versions)))
    return {
        folded(part.h2): [folded(one) for one in part.select("td.title")]
        for part in answer.select("main section:has(> h2.language-heading)")
    }


def test_versions_are_compared_by_language(desk, article, editor):
    edit(article, editor, title_en="Other", lead_nb="Ny", show_in_menus=True)
    found = compared(desk, article, "live", "latest")
    assert list(found) == ["Felles for alle språk", "Norsk", "Engelsk"]
    assert [len(fields) for fields in found.values()] == [1, 1, 1]
    assert found["Norsk"] == ["Ingress – norsk:"]


def test_yes_and_no_are_compared_in_words(desk, article, editor):
    edit(article, editor, show_in_menus=True)
    answer = soup(desk.get(url("revisions_compare", article, "live", "latest")))
    assert [folded(answer.select_one(f"main .{kind}")) for kind in KINDS] == [
        *("Nei", "Ja"),
    ]


def test_nothing_is_compared_as_nothing(desk, article, editor):
    edit(article, editor, lead_en=None)
    answer = soup(desk.get(url("revisions_compare", article, "live", "latest")))
    assert not answer.select("main .addition")
    assert folded(answer.select_one("main .deletion")) == article.lead_en


def body(**texts):
    """Blocks of text by their ids, as they are stored."""
    return json.dumps(
        [{"type": "text", "id": key, "value": text} for key, text in texts.items()]
    )


def test_rich_text_in_blocks_is_compared_in_paragraphs(desk, article, editor):
    kept = "<p>One.</p><ul><li>Two</li></ul><p>Three.</p>"
    old = body(kept=kept, gone="<p>A &amp; b</p><p>C</p>")
    before = edit(article, editor, body_en=old).pk
    kept = kept.replace("Three", "Four")
    edit(article, editor, body_en=body(kept=kept, new="<p>D</p><p>E</p>"))
    answer = soup(desk.get(url("revisions_compare", article, before, "latest")))
    found = answer.select("#en .comparison__child-object")
    assert [block.decode_contents() for block in found] == [
        'One.<br/>• Two<br/><span class="deletion">Three.</span>'
        '<span class="addition">Four.</span>',
        "D<br/>E",
        "A &amp; b<br/>C",
    ]


def test_small_change_is_asked_about_where_a_translation_may_become_outdated(
    desk, article, editor
):
    def is_asked():
        return bool(soup(desk.get(url("edit", article))).select("[name=small-change]"))

    assert is_asked()
    edit(article, editor, title_en="", lead_en="", body_en=[])
    assert not is_asked()
    edit(article, editor, title_en="Half")
    assert is_asked()
    actions.take_down(article, ["nb"])
    assert not is_asked()


def test_views_of_a_language_lead_back_by_the_pages_path(desk, article):
    address = reverse("schedule_language", args=[article.pk, "en"])
    path = soup(desk.get(address)).select("[data-w-breadcrumbs] li a")
    listed = [reverse("wagtailadmin_explore", args=[article.get_parent().pk])]
    assert [link["href"] for link in path if link["href"] in listed] == listed
    # What is not referred to says nothing of it.
    assert "0 gang" not in folded(soup(desk.get(url("unpublish", article))))


def test_bar_leads_to_the_language_that_has_changes(desk, article, editor):
    edit(article, editor, title_en="Other")
    page = soup(desk.get(url("edit", article)))
    address = url("revisions_compare", article, "live", "latest")
    links = [link["href"] for link in page.select(f'a[href^="{address}"]')]
    assert links == [f"{address}#en"]


# A run of saves


@pytest.fixture
def lines(desk, article):
    """The newest first; of a run, its line and then those that it folds."""

    def read(**query):
        page = soup(desk.get(url("history", article), query))
        return [
            [
                [folded(cell) for cell in row("td", recursive=False)]
                for row in part("tr")
            ]
            for part in page.select(".listing tbody")
        ]

    return read


def add_translator():
    return factories.user("oversetter@example.org")


def test_run_of_saves_by_one_person_is_one_line(lines, article, editor):
    edit(article, editor, title_en="Only English")
    edit(article, editor, title_nb="Norsk")
    assert [len(part) for part in lines()[:2]] == [1, 1]
    edit(article, editor, lead_nb="Ny")
    run, *others = lines()
    assert [len(part) for part in (run, *others)] == [4, *[1] * len(others)]
    line, *saves = run
    assert "3 lagringer" in line[0]
    assert line[1] == "Norsk: Tittel, Ingress Engelsk: Tittel"
    assert [save[1] for save in saves] == [
        *("Norsk: Ingress", "Norsk: Tittel", "Engelsk: Tittel"),
    ]


def test_every_save_is_reached_and_the_run_is_compared_whole(desk, article, editor):
    before = article.latest_revision_id
    saved = [edit(article, editor, title_nb=f"Tittel {n}").pk for n in range(4)]
    page = soup(desk.get(url("history", article)))
    run = page.select_one(".listing tbody.history-run")
    found = {link["href"] for link in run("a")}
    for pk in saved[:-1]:
        assert url("revisions_revert", article, pk) in found
    line = {link["href"] for link in run.tr("a")}
    assert url("revisions_compare", article, before, saved[-1]) in line
    assert run.select_one("td details > summary")


def test_what_is_between_two_saves_parts_them(lines, article, editor):
    other = add_translator()
    edit(article, editor, title_nb="En")
    edit(article, editor, title_nb="To")
    actions.publish(article, ["nb"], user=editor)
    edit(article, editor, title_nb="Tre")
    edit(article, other, title_nb="Fire")
    edit(article, editor, title_nb="Fem")
    assert {len(part) for part in lines()} == {1}


def test_saves_that_are_filtered_out_of_more_are_not_folded(lines, article, editor):
    for number in range(4):
        edit(article, editor, title_nb=f"Tittel {number}")
    assert len(lines()[0]) == 5
    assert {len(part) for part in lines(action="wagtail.edit")} == {1}


def test_run_says_from_when_until_when(lines, article, editor):
    for number, hour in enumerate((8, 9, 11)):
        edit(article, editor, title_nb=f"Tittel {number}")
        entry = PageLogEntry.objects.filter(action="wagtail.edit").latest("pk")
        at = datetime(2027, 3, 1, hour, 5, tzinfo=UTC)
        PageLogEntry.objects.filter(pk=entry.pk).update(timestamp=at)
    assert lines()[0][0][3] == "1. mars 2027 kl. 09.05 – 12.05"
