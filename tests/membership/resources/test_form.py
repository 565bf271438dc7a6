"""The editor's form of a resource: it minds open documents, and says who can read."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail.users.models import UserProfile

from ethicaltrade.users.models import MEMBERS_GROUP
from membership.resources import access
from membership.resources.models import ResourcePage
from tests.support.pages import folded, soup

from .support import add_document, groups_of, put_resource

pytestmark = pytest.mark.django_db


def form_data(documents=(), **fields):
    names = ("title", "slug", "lead", "seo_title", "search_description")
    empty = {f"{name}_{code}": "" for name in names for code in ("nb", "en")}
    return nested_form_data(
        {
            **empty,
            "title_nb": "Mal for brev",
            "lead_nb": "Slik skriver du.",
            "published_nb": "on",
            "kind": "template",
            "recording_url": "",
            "recording_language": "nb",
            "body_nb": streamfield([]),
            "body_en": streamfield([]),
            "comments": inline_formset([]),
            "documents": inline_formset(
                [
                    {"document": each.pk, "label_nb": "E-posten", "label_en": ""}
                    for each in documents
                ]
            ),
            **fields,
        }
    ) | {"steps": ["embed", "monitor"]}


def create(desk, area, *documents, publish=True, **fields):
    address = reverse(
        "wagtailadmin_pages:add", args=("resources", "resourcepage", area.pk)
    )
    action = {"action-publish": "nb"} if publish else {}
    return desk.post(address, form_data(documents, **fields) | action)


def errors_of(response):
    form = response.context["form"]
    rows = [row.errors for row in form.formsets["documents"].forms]
    return form.errors, rows


def test_editor_publishes_a_resource_that_is_closed(desk, area):
    document = add_document("Brev", access.members_collection())
    assert create(desk, area, document).status_code == 302
    page = ResourcePage.objects.get()
    assert page.live
    assert [step.value for step in page.steps] == ["embed", "monitor"]
    assert page.documents.get().label_nb == "E-posten"
    assert MEMBERS_GROUP in groups_of(page)


def test_form_names_the_document_that_lies_open_and_loses_nothing(desk, area, editor):
    UserProfile.objects.create(user=editor, preferred_language="en")
    response = create(desk, area, add_document("Brev"))
    assert response.status_code == 200
    _errors, (row,) = errors_of(response)
    said = " ".join(row["document"])
    assert "“Brev” is in the open collection “Felles”" in said
    assert "“Medlemmer”" in said
    assert "Restrict the documents to members" in said
    page = soup(response)
    assert page.select_one("[name=title_nb]")["value"] == "Mal for brev"
    assert page.select_one("[name=documents-0-label_nb]")["value"] == "E-posten"
    assert not ResourcePage.objects.exists()


def test_form_closes_the_document_when_asked_to(desk, area):
    document = add_document("Brev")
    assert create(desk, area, document, close_documents="on").status_code == 302
    document.refresh_from_db()
    assert document.collection == access.members_collection()
    assert ResourcePage.objects.get().live


def test_draft_may_have_an_open_document(desk, area):
    assert create(desk, area, add_document("Brev"), publish=False).status_code == 302
    assert not ResourcePage.objects.get().live


def test_film_must_have_a_player(desk, area):
    response = create(desk, area, recording_url="https://example.org/film")
    errors, _rows = errors_of(response)
    assert "recording_url" in errors


def test_form_says_who_can_read_the_page(desk, area, editor):
    UserProfile.objects.create(user=editor, preferred_language="en")
    address = reverse(
        "wagtailadmin_pages:add", args=("resources", "resourcepage", area.pk)
    )
    assert "Only members see the page until you open it" in folded(
        soup(desk.get(address))
    )
    page = put_resource(area, is_open=True)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Everyone can read this page" in folded(soup(desk.get(address)))


def test_form_warns_of_documents_when_the_page_was_closed_afterwards(
    desk, area, editor
):
    page = put_resource(area, is_open=True, documents=[add_document("Brev")])
    access.close_page(page)
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    block = soup(html).select_one(".help-critical")
    assert "Brev" in folded(block)


def test_form_tells_which_documents_only_members_see_on_an_open_page(
    desk, area, editor
):
    closed = add_document("Lukket notat", access.members_collection())
    page = put_resource(area, is_open=True, documents=[closed, add_document("Brev")])
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    named = [folded(each) for each in soup(html).select(".help-warning em")]
    assert named == ["Lukket notat"]


def test_chapter_form_minds_documents_too(desk, area):
    guide = put_resource(area)
    address = reverse(
        "wagtailadmin_pages:add", args=("resources", "chapterpage", guide.pk)
    )
    files = {"heading": "", "documents": streamfield([])}
    block = {"type": "documents", "value": files, "id": ""}
    row = {"value": str(add_document("Brev").pk), "id": "", "type": ""}
    files["documents"] = {
        "count": "1",
        "0": {**row, "deleted": "", "order": "0"},
    }
    body = {"count": "1", "0": {**block, "deleted": "", "order": "0"}}
    data = form_data(body_nb=body) | {"action-publish": "nb"}
    response = desk.post(address, data)
    assert "Brev" in " ".join(response.context["form"].errors["body_nb"])


# What is uploaded from the form


def suggested_collection(client, referer: str) -> str:
    answer = client.get(
        reverse("wagtaildocs_chooser:choose"), headers={"referer": referer}
    )
    form = BeautifulSoup(answer.json()["html"], "html.parser")
    chosen = form.select('[name="document-chooser-upload-collection"] [selected]')
    return folded(chosen[0]) if chosen else ""


def test_upload_goes_where_its_page_is(client, admin, area, news):
    client.force_login(admin)
    members = access.members_collection().name
    guide = put_resource(area)
    open_one = put_resource(area, title="Åpen", is_open=True)
    add = "wagtailadmin_pages:add"
    at = {
        reverse("wagtailadmin_pages:edit", args=[guide.pk]): members,
        reverse("wagtailadmin_pages:edit", args=[open_one.pk]): "Felles",
        reverse("wagtailadmin_pages:edit", args=[news.pk]): "Felles",
        reverse(add, args=["resources", "resourcepage", area.pk]): members,
        reverse(add, args=["resources", "chapterpage", guide.pk]): members,
        reverse(add, args=["resources", "chapterpage", open_one.pk]): "Felles",
        reverse(add, args=["articles", "articlepage", news.pk]): "Felles",
        reverse("wagtaildocs:index"): "Felles",
        "/admin/pages/999999/edit/": "Felles",
        "/nyheter/": "Felles",
        "http://[": "Felles",
        "": "Felles",
    }
    for path, expected in at.items():
        address = path if path.startswith("http") else f"http://testserver{path}"
        assert suggested_collection(client, address) in (expected, ""), path
        if expected == members:
            assert suggested_collection(client, address) == members
