"""Pictures and documents: where they lie, how they are served, what they are asked."""

from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, CollectionViewRestriction

from articles.models import ArticlePage
from ethicaltrade.core.blocks import BodyBlock
from ethicaltrade.media.models import CustomDocument, CustomImage
from tests.support.files import document, picture

pytestmark = pytest.mark.django_db


def body(response):
    return b"".join(response)


# Documents


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("råd.pdf", "application/pdf"),
        ("tall.csv", "text/csv"),
        (
            "brev.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
    ],
)
def test_document_comes_with_its_kind_and_its_content(client, name, kind):
    made = document(name, b"innhold")
    response = client.get(made.url)
    assert response.status_code == 200
    assert response.headers["Content-Type"].partition(";")[0] == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert body(response) == b"innhold"


def test_document_is_offered_under_its_own_name(client):
    made = document("råd.pdf")
    response = client.get(made.url)
    body(response)
    disposition = unquote(response.headers["Content-Disposition"])
    assert made.filename in disposition


def test_document_is_served_by_django_and_not_from_a_media_address(client):
    made = document()
    assert made.url.startswith("/documents/")
    assert settings.MEDIA_URL not in made.url
    assert client.get(f"{settings.MEDIA_URL}{made.file.name}").status_code == 404


def test_document_lies_outside_the_media_folder():
    made = document()
    assert not made.file.path.startswith(str(settings.MEDIA_ROOT))


def test_document_of_a_closed_collection_is_for_those_it_is_for(client, member):
    collection = Collection.get_first_root_node().add_child(name="For medlemmer")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=CollectionViewRestriction.GROUPS
    )
    restriction.groups.set(member.groups.all())
    made = document(collection=collection)
    assert client.get(made.url).status_code == 302
    client.force_login(member)
    response = client.get(made.url)
    assert response.status_code == 200
    body(response)
    member.affiliation.delete()
    assert client.get(made.url).status_code in {302, 403}


def test_document_under_a_made_up_name_is_not_found(client):
    made = document()
    assert client.get(f"/documents/{made.pk}/annet.pdf").status_code == 404
    assert client.get("/documents/999999/r.pdf").status_code == 404


def test_document_remembers_its_language():
    assert CustomDocument(title="x").language == "nb"
    assert [code for code, _name in CustomDocument._meta.get_field("language").choices]


def test_kinds_that_a_browser_would_run_are_refused(client, admin):
    client.force_login(admin)
    for name in ("side.html", "bilde.svg", "program.js"):
        file = SimpleUploadedFile(name, b"<script>alert(1)</script>")
        client.post(
            reverse("wagtaildocs:add"),
            {"title": "x", "file": file, "language": "nb"},
        )
    assert not CustomDocument.objects.exists()


# Pictures


def test_projects_own_models_are_in_use():
    assert get_image_model() is CustomImage
    assert get_document_model() is CustomDocument


def test_editors_are_asked_for_the_words_in_every_language():
    fields = get_image_form(CustomImage).base_fields
    for name in ("alt_text", "caption"):
        assert {f"{name}_nb", f"{name}_en"} <= set(fields)
        assert name not in fields, "the bare column follows by itself"
    assert {"credit", "is_decorative"} <= set(fields)
    assert "description" not in fields


def test_words_are_asked_for_where_a_picture_is_uploaded(client, admin):
    client.force_login(admin)
    form = client.get(reverse("wagtailimages:add")).content.decode()
    for name in ("alt_text_nb", "alt_text_en", "caption_nb", "caption_en"):
        assert f'name="{name}"' in form


def test_words_are_stored_for_each_language_whatever_the_interface(interface):
    image = picture(caption_nb="Flate", caption_en="Surface")
    stored = CustomImage.objects.get(pk=image.pk)
    assert (stored.alt_text_nb, stored.alt_text_en) == (
        "En grønn flate",
        "A green surface",
    )
    assert (stored.caption_nb, stored.caption_en) == ("Flate", "Surface")
    expected = "En grønn flate" if interface == "nb" else "A green surface"
    assert stored.default_alt_text == expected


def test_silent_picture_has_no_text_for_wagtails_own_templates():
    assert picture(is_decorative=True).default_alt_text == ""


def test_size_of_a_picture_is_made_once():
    image = picture((600, 400))
    first = image.get_rendition("width-300|format-webp")
    assert image.get_rendition("width-300|format-webp").pk == first.pk
    assert image.renditions.count() == 1


def test_picture_that_is_chosen_tells_where_it_has_no_alternative_text():
    chosen = picture(alt_text_nb="En kaffebønne", alt_text_en="")
    html = ArticlePage.get_edit_handler().get_form_class()(
        instance=ArticlePage(hero_image=chosen)
    )["hero_image"]
    assert "mangler alternativ tekst: engelsk" in str(html)
    block = BodyBlock().child_blocks["image"].child_blocks["image"]
    shown = block.widget.get_value_data(chosen)["title"]
    assert "mangler alternativ tekst: engelsk" in shown
    chosen.is_decorative = True
    assert block.widget.get_value_data(chosen)["title"] == chosen.title
