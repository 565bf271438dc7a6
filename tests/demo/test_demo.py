"""The demo site: all of it, once, and never over what an editor has changed."""

from io import BytesIO, StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from PIL import Image
from wagtail.models import Site

from articles.models import ArticlePage
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual import languages, repair, summaries
from ethicaltrade.bilingual.models import PageLanguage
from ethicaltrade.core.models import Person, SiteSettings, Topic
from ethicaltrade.demo import content
from ethicaltrade.demo.library import Library
from ethicaltrade.home.models import HomePage
from ethicaltrade.media.models import CustomDocument, CustomImage, CustomRendition
from ethicaltrade.users.models import User
from membership.members.models import Member, Report
from tests.support import factories
from tests.support.demo import use_plain_pictures

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


PORTRAITS = {
    "Stine": None,  # the real one
    "Kari": "Demo: portrait-kari",
    "Ingrid": "Demo: portrait-ingrid",
    "Amir": "Demo: portrait-amir",
    "Lena": "Demo: portrait-lena",
    "Jonas": "Demo: portrait-jonas",
}


def photos():
    """The title of each person's photo, by the person's first name."""
    rows = Person.objects.values_list("name", "photo__title")
    return {name.split()[0]: title for name, title in rows}


def test_all_but_the_real_one_have_a_portrait_of_their_own(demo_site):
    assert photos() == PORTRAITS


def everything():
    """The rows that a second run could double, and when each page last changed."""
    models = (ArticlePage, BasePage, CustomDocument, CustomImage, Person, Topic, User)
    counts = {model.__name__: model.objects.count() for model in models}
    members = list(Member.objects.values_list("pk", "name", "presentation_nb"))
    reports = list(Report.objects.values_list("pk", "year"))
    changes = dict(BasePage.objects.values_list("pk", "latest_revision"))
    settings = SiteSettings.objects.get()
    lists = settings.footer_pages.count(), len(settings.social_links)
    return counts, changes, lists, members, reports


@pytest.mark.every_database
def test_second_run_makes_nothing_twice_and_keeps_what_an_editor_has_changed(
    demo_site, monkeypatch
):
    article = ArticlePage.objects.first()
    article.lead_nb = "Redaktørens egne ord."
    factories.save_page(article)
    retitled = ArticlePage.objects.exclude(pk=article.pk).order_by("pk").first()
    retitled.title_nb = "Redaktørens tittel"
    factories.save_page(retitled)
    home = HomePage.objects.get()
    home.heading_en = "The editor's own heading"
    factories.save_page(home)
    topic = Topic.objects.first()
    topic.name_nb = "Redaktørens emne"
    topic.save()
    settings = SiteSettings.objects.get()
    settings.tagline_nb = "Redaktørens slagord"
    settings.social_links = []
    settings.save()
    editor = User.objects.get(email="redaktor@example.org")
    editor.set_password("another-password")
    editor.save()
    member = Member.objects.first()
    member.name = "Redaktørens navn"
    member.save()
    chosen = CustomImage.objects.get(title="Demo: office")
    Person.objects.filter(name="Kari Demo-Hansen").update(photo=chosen)
    # As from before the portraits.
    Person.objects.filter(name__startswith="Amir").update(photo=None)
    before = everything()
    use_plain_pictures(monkeypatch)
    call_command("demo", stdout=StringIO())
    assert everything() == before
    assert ArticlePage.objects.get(pk=article.pk).lead_nb == "Redaktørens egne ord."
    retitled.refresh_from_db()
    assert retitled.title_nb == "Redaktørens tittel"
    assert HomePage.objects.get().heading_en == "The editor's own heading"
    assert Topic.objects.get(pk=topic.pk).name_nb == "Redaktørens emne"
    assert SiteSettings.objects.get().tagline_nb == "Redaktørens slagord"
    editor.refresh_from_db()
    assert editor.check_password("another-password")
    assert photos() == PORTRAITS | {"Kari": "Demo: office"}


def test_demo_is_refused_where_it_is_not_allowed(settings):
    settings.DEMO_ALLOWED = False
    settings.DEBUG = False
    with pytest.raises(CommandError, match="development only"):
        call_command("demo", stdout=StringIO())
    assert not User.objects.exists()


@pytest.mark.every_database
def test_run_that_is_cut_short_leaves_nothing(monkeypatch):
    def fail(*args, **kwargs):
        raise KeyboardInterrupt

    use_plain_pictures(monkeypatch)
    monkeypatch.setattr("ethicaltrade.demo.site.add_front_page", fail)
    with pytest.raises(KeyboardInterrupt):
        call_command("demo", stdout=StringIO())
    assert not User.objects.exists()
    assert not CustomImage.objects.exists()


# What is on it


@pytest.mark.every_database
def test_every_article_is_there_in_the_languages_it_says(demo_site, client):
    for name in content.article_names():
        text = content.load(f"articles/{name}")
        main = text["publish"][0]
        page = ArticlePage.objects.get(**{f"title_{main}": text[main]["title"]})
        assert page.public_languages == [
            code for code in languages.codes() if code in text["publish"]
        ], name
        assert [topic.pk for topic in page.topics.all()], name
        assert page.hero_image, name
        for code in text["publish"]:
            response = client.get(page.get_url_in(code))
            assert response.status_code == 200, name
            assert "X-Robots-Tag" not in response.headers, name
            assert len(getattr(page, f"body_{code}")) == len(text[code]["body"]), name


def test_all_kinds_of_publication_are_shown(demo_site):
    kinds = {tuple(page.public_languages) for page in ArticlePage.objects.all()}
    assert kinds >= {("nb", "en"), ("nb",), ("en",)}


@pytest.mark.every_database
def test_what_is_stored_of_languages_is_right(demo_site):
    assert not list(summaries.find_faults())
    outdated = PageLanguage.objects.filter(outdated=1, language="en").get()
    assert outdated.page.title_nb == "Slik blir redegjørelsen til å stole på"


@pytest.mark.every_database
def test_addresses_have_no_faults(demo_site):
    assert [str(fault) for fault in repair.find_faults()] == []


@pytest.mark.parametrize(
    ("email", "is_editor", "is_member"),
    [
        ("redaktor@example.org", True, False),
        ("oversetter@example.org", True, False),
        ("medlem@example.org", False, True),
        ("admin@example.org", True, False),
    ],
)
def test_everyone_can_log_in_and_do_their_part(
    demo_site, client, email, is_editor, is_member
):
    assert client.login(username=email, password=factories.PASSWORD)
    assert (client.get("/admin/").status_code == 200) is is_editor
    assert User.objects.get(email=email).is_member is is_member


def test_all_people_but_those_of_the_clients_article_are_invented(demo_site):
    for person in Person.objects.exclude(name="Stine Foss"):
        assert "Demo" in person.name
    for user in User.objects.all():
        assert user.email.endswith("@example.org")


def test_site_is_named_and_closed_in_both_languages(demo_site):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    for code in languages.codes():
        assert languages.value_in(settings, "organisation_name", code)
        assert languages.value_in(settings, "closing_heading", code)
    assert settings.closing_page.get_url_in("en") == "/en/membership/"


def test_every_text_an_editor_opens_can_be_edited(demo_site, client):
    client.login(username="redaktor@example.org", password=factories.PASSWORD)
    page = ArticlePage.objects.get(title_nb__startswith="IEH bidrar")
    assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200


def test_documents_are_what_they_say(demo_site, client):
    for document in CustomDocument.objects.all():
        with document.file.open("rb") as file:
            assert file.read(5) == b"%PDF-"
        assert not default_storage.exists(document.file.name), "only in the private one"


# Pictures


@pytest.mark.parametrize("key", content.load("pictures"))
def test_picture_is_a_light_file_and_its_focus_is_inside(key):
    data = content.picture(key)
    assert len(data) <= 250_000
    with Image.open(BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1600, 1067))
    x, y, width, height = content.load("pictures")[key]["focus"]
    assert width / 2 <= x <= 1600 - width / 2
    assert height / 2 <= y <= 1067 - height / 2


def test_every_picture_has_its_words():
    texts = content.load("pictures")
    files = (content.FOLDER / "pictures").glob("*.webp")
    assert set(texts) == {file.stem for file in files}
    for key, text in texts.items():
        silent = text.get("decorative")
        assert silent or text["en"]["alt_text"], key


def test_sizes_wait_for_the_first_visit(
    monkeypatch, django_capture_on_commit_callbacks
):
    use_plain_pictures(monkeypatch)
    with django_capture_on_commit_callbacks(execute=True):
        Library()
    assert CustomImage.objects.exists()
    assert not CustomRendition.objects.exists()
