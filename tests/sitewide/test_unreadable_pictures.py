"""A picture nobody can read, or that there is no room for, takes no page along."""

import errno
import json
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, filesystem
from django.urls import reverse
from PIL import Image

from articles.models import ArticlePage
from ethicaltrade.media.models import CustomImage, CustomRendition
from membership.members.models import Member
from tests.support.pages import soup


def drawn(kind: str) -> bytes:
    file = BytesIO()
    Image.effect_noise((400, 300), 50).convert("RGB").save(file, kind)
    return file.getvalue()


BROKEN = {
    "gone": None,
    "empty.jpg": b"",
    "half.jpg": drawn("JPEG")[:9000],
    "half.png": drawn("PNG")[:9000],
    "half.webp": drawn("WEBP")[:3000],
    "half.avif": drawn("AVIF")[:3000],
    "half.gif": drawn("GIF")[:9000],
    "no-picture.jpg": b"<html></html>",
    "head-only.png": drawn("PNG")[:33],
    "full-disk.jpg": drawn("JPEG"),
}


FEW = ("gone", "half.jpg", "no-picture.jpg", "full-disk.jpg")
"""Of each reason why it cannot be read, one."""


@pytest.fixture(params=BROKEN)
def broken(request, demo_site, monkeypatch):
    """Every picture of the demo site is such a file, and none has a size yet."""
    content, name = BROKEN[request.param], "original_images/borte.jpg"
    if content is not None:
        name = default_storage.save(
            f"original_images/{request.param}", ContentFile(content)
        )
    CustomRendition.objects.all().delete()
    CustomImage.objects.update(file=name)
    Member.objects.update(logo=CustomImage.objects.first())
    with monkeypatch.context() as patch:
        if request.param.startswith("full-disk"):

            def refuse(*args):
                raise OSError(errno.ENOSPC, "No space left on device")

            patch.setattr(filesystem.locks, "lock", refuse)
        yield request.param


def public_addresses() -> list[str]:
    article = ArticlePage.objects.exclude(hero_image=None).first()
    member = Member.objects.active().first()
    return [
        *("/", "/en/", "/nyheter/", "/nyheter/feed/", "/en/news/", "/arrangementer/"),
        "/medlemskap/",
        "/medlemskap/medlemmer/",
        f"/medlemskap/medlemmer/{member.slug}/",
        article.url,
    ]


def test_pages_are_shown_without_the_picture(broken, client, caplog):
    caplog.set_level("WARNING", "ethicaltrade")
    for address in public_addresses():
        caplog.clear()
        response = client.get(address)
        assert response.status_code == 200, address
        assert b"original_images" not in response.content
        if "html" not in response.headers["Content-Type"]:
            continue
        page = soup(response)
        assert not page.select("picture"), address
        assert not page.select('meta[property="og:image"]'), address
        for script in page.select('script[type="application/ld+json"]'):
            assert "image" not in json.loads(script.string)
        said = [record.getMessage() for record in caplog.records]
        assert all("\n" not in line for line in said)
        if page.select(".card, article"):
            assert any("Picture" in line for line in said) or not said


@pytest.mark.parametrize("broken", FEW, indirect=True)
def test_the_cms_lists_them_and_lets_them_be_replaced(broken, client, admin):
    client.force_login(admin)
    image = CustomImage.objects.first()
    article = ArticlePage.objects.exclude(hero_image=None).first()
    for address in (
        reverse("wagtailimages:index"),
        reverse("wagtailimages:index") + "?layout=list",
        reverse("wagtailimages:edit", args=[image.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
        reverse("wagtailimages:image_usage", args=[image.pk]),
        reverse("wagtailimages_chooser:choose"),
        reverse("wagtailimages_chooser:chosen", args=[image.pk]),
        reverse("wagtailadmin_pages:edit", args=[article.pk]),
    ):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("broken", FEW[:-1], indirect=True)
def test_every_place_is_whole_again_when_the_file_is(broken, client):
    """Nothing of the failure is remembered. (The full disk lasts as long as a test.)"""
    client.get("/nyheter/")
    name = default_storage.save("original_images/hel.jpg", ContentFile(drawn("JPEG")))
    CustomImage.objects.update(file=name)
    assert soup(client.get("/nyheter/")).select("picture")
