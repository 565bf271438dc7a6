"""Documents open to those who are led to them; the others' numbers tell nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.models import ReferenceIndex

from ethicaltrade.bilingual import actions
from ethicaltrade.bilingual.languages import codes, localized
from ethicaltrade.dates import today
from ethicaltrade.home.models import HomePage
from ethicaltrade.media.models import CustomDocument
from membership.members.models import Member, MembershipPage, Report
from membership.resources.models import (
    ResourceDocument,
    ResourceIndexPage,
    ResourcePage,
)
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.files import document
from tests.support.pages import gate

from .conftest import body

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

LINK = '<p><a linktype="document" id="{}">fil</a></p>'
ANYBODY = AnonymousUser()


@pytest.fixture
def paper(db) -> CustomDocument:
    """A document in the open collection."""
    return document("sperret.pdf", title="Sperret", opens_by_itself=False)


def in_text(paper: CustomDocument) -> list[dict[str, Any]]:
    return [{"type": "text", "value": LINK.format(paper.pk)}]


def in_list(paper: CustomDocument) -> list[dict[str, Any]]:
    return [{"type": "documents", "value": {"heading": "Les", "documents": [paper.pk]}}]


def status(client, paper: CustomDocument, name: str | None = None) -> int:
    name = paper.filename if name is None else name
    address = reverse("wagtaildocs_serve", args=[paper.pk, name])
    response = client.get(address)
    content = body(response)
    told = (content + str(response.headers).encode()).decode(errors="replace")
    if response.status_code != 200:
        assert paper.title not in told
        assert "%PDF" not in told
        assert name or paper.filename not in told
    return response.status_code


def opens(paper: CustomDocument, user: Any = ANYBODY) -> bool:
    return CustomDocument.objects.filter(pk=paper.pk).visible_to(user).exists()


# What refers to it


def article(news: Any, paper: CustomDocument, make=in_text) -> Any:
    fields = {localized("body", code): make(paper) for code in codes()}
    return factories.add_page(news, factories.article(**fields))


def resource(news: Any, paper: CustomDocument) -> Any:
    """An open one, with the document in its list."""
    both = factories.published_in(*codes())
    membership = factories.add_page(
        HomePage.objects.get(),
        MembershipPage(
            title_nb="Medlem", title_en="Member", lead_nb="x", lead_en="x", **both
        ),
    )
    area = factories.add_page(
        membership,
        ResourceIndexPage(title_nb="Ressurser", title_en="Resources", **both),
    )
    words = {localized("lead", code): "Ingress." for code in codes()}
    page = ResourcePage(title_nb="Mal", title_en="Template", **words)
    page = factories.add_page(area, page, publish=False)
    page.view_restrictions.all().delete()
    page.documents = [ResourceDocument(document=paper)]
    page.save_revision()
    actions.publish(page, codes())
    return page


def front_page(news: Any, paper: CustomDocument) -> Any:
    """Sections are arranged once for every language."""
    home = HomePage.objects.get()
    words = dict.fromkeys(codes(), "Les")
    resources = [{"type": "document", "value": paper.pk}]
    value = {"heading": words, "resources": resources}
    home.sections = [{"type": "resources", "value": value}]
    home.save()
    return home


def report(news: Any, paper: CustomDocument) -> Any:
    return Report.objects.create(member=add_member(), year=2024, document=paper)


USES: dict[str, Callable[[Any, CustomDocument], Any]] = {
    "link in a text": article,
    "list of documents": lambda news, paper: article(news, paper, in_list),
    "resource": resource,
    "section of the front page": front_page,
    "report of a member": report,
}


@pytest.mark.every_database
@pytest.mark.parametrize("use", USES)
def test_document_opens_when_something_public_refers_to_it(client, news, paper, use):
    assert status(client, paper) == status(client, paper, "") == 404
    USES[use](news, paper)
    assert status(client, paper) == 200
    assert opens(paper)
    response = client.get(reverse("wagtaildocs_serve", args=[paper.pk, ""]))
    assert response.headers["Location"] == paper.url
    assert status(client, paper, "gjettet.pdf") == 404


def test_every_model_that_may_refer_to_a_document_is_asked():
    """Pages are; a further model registers its own rule."""
    asked = {Report, ResourceDocument}
    for model in ReferenceIndex.tracked_models:
        for each in model._meta.get_fields():
            if getattr(each, "related_model", None) is CustomDocument:
                assert model in asked, model
            if hasattr(each, "extract_references"):
                assert issubclass(model, HomePage.base_page_model), model


def test_report_that_is_not_shown_opens_nothing(client, paper):
    made = report(None, paper)
    for hidden in (None, today() + timedelta(days=1)):
        Report.objects.update(published_on=hidden)
        assert status(client, paper) == 404
    Report.objects.update(published_on=today())
    assert status(client, paper) == 200
    Member.objects.filter(pk=made.member_id).update(ended_on=today())
    assert status(client, paper) == 404


# What does not lead to it


def draft(page: Any, paper: CustomDocument) -> None:
    page.body_nb = in_text(paper)
    page.save_revision()


def unpublished(page: Any, paper: CustomDocument) -> None:
    page.body_nb = in_text(paper)
    factories.save_page(page).unpublish()


def half_published(page: Any, paper: CustomDocument) -> None:
    """In the English words of a page that is published in Norwegian alone."""
    page.published_en = False
    page.body_en = in_text(paper)
    factories.save_page(page)


def taken_out(page: Any, paper: CustomDocument) -> None:
    page.body_nb = page.body_en = in_text(paper)
    page = factories.save_page(page)
    assert opens(paper)
    page.body_nb = page.body_en = []
    factories.save_page(page)


def deleted(page: Any, paper: CustomDocument) -> None:
    page.body_nb = in_text(paper)
    factories.save_page(page).delete()


NOT_PUBLIC = (draft, unpublished, half_published, taken_out, deleted)


@pytest.mark.parametrize("hide", NOT_PUBLIC)
def test_number_and_name_of_an_embargoed_file_tell_nothing(
    client, news, paper, member, editor, hide
):
    page = factories.add_page(news, factories.article())
    hide(page, paper)
    for reader in (None, factories.user("uten@example.org"), member):
        if reader:
            client.force_login(reader)
        for name in (paper.filename, "", "gjettet.pdf"):
            assert status(client, paper, name) == 404
        assert client.get("/documents/999/").status_code == 404
    client.force_login(editor)
    assert status(client, paper) == 200
    response = client.get(reverse("wagtaildocs_serve", args=[paper.pk, ""]))
    assert response.headers["Location"] == paper.url
    assert opens(paper, editor)


def test_new_page_that_is_not_published_yet_leads_nowhere(client, news, paper):
    page = factories.article(body_nb=in_text(paper))
    page = factories.add_page(news, page, publish=False)
    assert status(client, paper) == 404
    page.get_latest_revision().publish()
    assert status(client, paper) == 200


def test_one_language_is_enough(client, news, paper):
    page = factories.add_page(news, factories.article())
    half_published(page, paper)
    assert status(client, paper) == 404
    actions.publish(page, ["en"])
    assert status(client, paper) == 200


@pytest.mark.parametrize("interface", ["nb", "en"], indirect=True)
def test_bare_column_is_no_language_of_its_own(client, news, paper, interface):
    page = factories.add_page(news, factories.article())
    half_published(page, paper)
    page.refresh_from_db()
    page.save()
    assert not opens(paper)


# A page that not everyone may see


@pytest.mark.every_database
def test_document_of_a_closed_page_is_for_its_readers(client, news, paper, member):
    gate(article(news, paper), "Members")
    response = client.get(paper.url)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/konto/login/?next=")
    assert "no-store" in response.headers["Cache-Control"]
    client.force_login(factories.user("uten@example.org"))
    assert status(client, paper) == status(client, paper, "") == 403
    client.force_login(member)
    response = client.get(paper.url)
    assert body(response).startswith(b"%PDF")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.every_database
def test_alias_leads_as_far_as_its_source(client, news, home, paper):
    source = article(news, paper)
    source.create_alias(parent=home, update_slug="kopi")
    assert opens(paper)
    gate(source, "Members")
    assert not opens(paper)


def test_one_open_page_among_closed_ones_is_enough(client, news, paper):
    gate(article(news, paper), "Members")
    assert not opens(paper)
    article(news, paper)
    assert opens(paper)
    assert status(client, paper) == 200


# What an editor lets be opened by itself


def test_document_opens_by_itself_when_an_editor_says_so(client, paper):
    CustomDocument.objects.update(opens_by_itself=True)
    assert status(client, paper) == 200
    assert "public" in client.head(paper.url).headers["Cache-Control"]


def test_lists_take_one_query_and_a_download_few(
    client, news, paper, django_assert_num_queries
):
    article(news, paper)
    client.head(paper.url)
    with django_assert_num_queries(1):
        assert list(CustomDocument.objects.visible_to(ANYBODY)) == [paper]
    with django_assert_num_queries(3):  # the document, who it is for, its collection
        client.head(paper.url)
