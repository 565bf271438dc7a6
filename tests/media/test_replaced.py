"""A file that is replaced in the CMS: what others link to goes on leading somewhere."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ethicaltrade.media import scheduled, serving
from ethicaltrade.media.models import CustomDocument, CustomImage, CustomRendition
from tests.support.files import document, picture

from .conftest import CONTENT, body

pytestmark = pytest.mark.django_db


@pytest.fixture
def cms(client, admin):
    client.force_login(admin)
    return client


def replace_document(cms, made, name, content=CONTENT):
    answer = cms.post(
        reverse("wagtaildocs:edit", args=[made.pk]),
        {
            "title": made.title,
            "language": made.language,
            "collection": made.collection_id,
            **({"opens_by_itself": "on"} if made.opens_by_itself else {}),
            "tags": "",
            "file": SimpleUploadedFile(name, content),
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return CustomDocument.objects.get(pk=made.pk)


def status(cms, url):
    answer = cms.get(url)
    body(answer)
    return answer.status_code


def address(made, name):
    return reverse("wagtaildocs_serve", args=[made.pk, name])


# Documents


@pytest.mark.parametrize("name", ["ny.pdf", "råd om lønn.pdf"])
def test_old_address_leads_to_the_new_name(cms, made, name):
    old = made.url
    made = replace_document(cms, made, name, b"%PDF-1.7 new\n%%EOF\n")
    cms.logout()
    assert body(cms.get(made.url)) == b"%PDF-1.7 new\n%%EOF\n"
    if made.url == old:  # the very same name
        return
    answer = cms.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, made.url)
    assert answer.headers["Cache-Control"] == serving.OPEN, "not for ever"


def test_every_earlier_name_leads_straight_to_the_present(
    cms, made, django_capture_on_commit_callbacks
):
    urls = [made.url]
    first, *others = (f"bytte-{uuid4().hex}.pdf" for _number in range(3))
    for name in (first, *others):  # no other test has a file of this name
        with django_capture_on_commit_callbacks(execute=True):
            made = replace_document(cms, made, name)
        urls.append(made.url)
    for old in urls[:-1]:
        assert cms.get(old).headers["Location"] == urls[-1]
    made = replace_document(cms, made, first)
    assert body(cms.get(urls[1])) == CONTENT
    assert cms.get(urls[-1]).headers["Location"] == urls[1]


def test_name_it_never_had_is_not_found(cms, made):
    other = document("annet.pdf")
    replace_document(cms, other, "annet-2.pdf")
    replace_document(cms, made, "ny.pdf")
    for name in ("annet.pdf", "annet-2.pdf", "råd", "råd om lønn", "ny.pdf/", "NY.pdf"):
        assert cms.get(address(made, name)).status_code == 404, name


def test_earlier_names_are_told_behind_the_gate_only(cms, closed, member):
    old, never = closed.url, address(closed, "gjettet.pdf")
    closed = replace_document(cms, closed, "ogsaa-hemmelig.pdf")
    cms.logout()
    answers = [cms.get(url) for url in (old, closed.url, never)]
    assert [answer.status_code for answer in answers] == [302] * 3
    assert "ogsaa" not in answers[0].headers["Location"]
    cms.force_login(member)
    answer = cms.get(old)
    assert (answer.status_code, answer.headers["Location"]) == (301, closed.url)
    assert "no-store" in answer.headers["Cache-Control"]
    assert cms.get(never).status_code == 404


def test_file_replaced_by_code_is_remembered_too(client, made):
    old = made.url
    made.file = SimpleUploadedFile("ny.pdf", CONTENT)
    made.save(update_fields=["file"])
    assert client.get(old).headers["Location"] == made.url


# Pictures


def replace_picture(cms, image, name="ny.png"):
    file = BytesIO()
    Image.new("RGB", (80, 50), "#802040").save(file, "PNG")
    answer = cms.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {
            "title": image.title,
            "alt_text_nb": "Ny",
            "alt_text_en": "New",
            "caption_nb": "",
            "caption_en": "",
            "credit": "",
            "collection": image.collection_id,
            "tags": "",
            "file": SimpleUploadedFile(name, file.getvalue(), "image/png"),
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    return CustomImage.objects.get(pk=image.pk)


@pytest.mark.parametrize("name", ["ny.png", "groent.png"])
def test_old_sizes_answer_while_others_may_show_them(
    cms, name, django_capture_on_commit_callbacks
):
    image = picture()
    old = image.get_rendition("width-48|format-webp")
    before = body(cms.get(old.url))
    with django_capture_on_commit_callbacks(execute=True):
        image = replace_picture(cms, image, name)
    new = image.get_rendition("width-48|format-webp")
    assert new.url != old.url
    assert body(cms.get(new.url)) != before
    assert body(cms.get(old.url)) == before
    assert not image.renditions.filter(pk=old.pk).exists(), "and are shown no more"


def test_sizes_of_a_picture_that_was_replaced_twice_are_kept(cms):
    image = picture()
    urls = []
    for name in ("a.png", "b.png"):
        urls.append(image.get_rendition("width-48").url)
        image = replace_picture(cms, image, name)
    assert [status(cms, url) for url in urls] == [200, 200]


def test_old_sizes_are_deleted_in_time(cms, django_capture_on_commit_callbacks):
    image = picture()
    old = image.get_rendition("width-48")
    image = replace_picture(cms, image)
    new = image.get_rendition("width-48")
    assert scheduled.delete_replaced_sizes() == ""
    long_ago = timezone.now() - scheduled.KEPT - timedelta(minutes=1)
    CustomRendition.of_any_time.filter(pk=old.pk).update(replaced_at=long_ago)
    with django_capture_on_commit_callbacks(execute=True):
        assert scheduled.delete_replaced_sizes() == "1 deleted"
    assert status(cms, old.url) == 404
    assert status(cms, new.url) == 200


def test_sizes_go_at_once_with_a_picture_that_is_deleted(
    cms, django_capture_on_commit_callbacks
):
    image = picture()
    old = image.get_rendition("width-48")
    image = replace_picture(cms, image)
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert status(cms, old.url) == 404
    assert not old.file.storage.exists(old.file.name)
