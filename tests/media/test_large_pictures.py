"""A large picture: by the worker, unpacked once, within memory, and shown meanwhile."""

import json
import os
import subprocess
import sys
import threading
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks import task_backends
from PIL import Image
from wagtail.models import Collection

from ethicaltrade.core.templatetags import site
from ethicaltrade.media import models, renditions, uploads
from ethicaltrade.media.decoding import one_at_a_time
from ethicaltrade.media.models import CustomImage
from ethicaltrade.media.slots import FALLBACK, SHARE, SLOTS, every_filter
from tests.support.files import picture
from tests.support.pages import folded, soup

PROJECT = Path(__file__).resolve().parents[2]
MOST = 150  # MB
MEGAPIXELS_29 = (6000, 4900)

MEASURED = """
import json, os, resource, sys
from io import BytesIO
from types import SimpleNamespace
import django
django.setup()
from django.core.files import File
from ethicaltrade.media import renditions, uploads
from ethicaltrade.media.decoding import OpenedPicture
from ethicaltrade.media.slots import every_filter

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def measure(path, width, height):
    image = SimpleNamespace(
        width=width, height=height, get_focal_point=lambda: None, is_svg=lambda: False
    )
    before = peak()
    with open(path, "rb") as opened:
        uploads.check_image(File(opened, name=path))
        filters = [renditions.BareFilter(spec) for spec in every_filter(image)]
        cut_from = OpenedPicture(opened, image, filters)
    for each in filters:
        each.opened = cut_from
        each.run(image, BytesIO())
    return peak() - before

for path, size in json.loads(sys.argv[1]):
    if not os.fork():  # each in a process of its own, which is there at once
        print(json.dumps([path, measure(path, *size)]), flush=True)
        os._exit(0)
    if os.wait()[1]:
        sys.exit(f"{path}: no peak")
"""
LARGEST = {
    "baseline.jpg": (MEGAPIXELS_29, {}),
    "progressive.jpg": (MEGAPIXELS_29, {"progressive": True}),
    "flat.png": (MEGAPIXELS_29, {"compress_level": 1}),
    "clear.png": (MEGAPIXELS_29, {"compress_level": 1, "mode": "RGBA"}),
    "most.webp": ((3450, 2600), {"method": 0}),
    "most.avif": ((4300, 3250), {"speed": 10}),
}


def taken(sizes: dict[Path, tuple[int, int]]) -> dict[str, float]:
    """By name: MB that the check of a picture and all its sizes take by themselves."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.test"}
    given = json.dumps([[str(path), size] for path, size in sizes.items()])
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, given],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = map(json.loads, done.stdout.splitlines())
    return {Path(path).name: megabytes for path, megabytes in found}


def flat(size: tuple[int, int], kind: str, mode="RGB", **options) -> bytes:
    file = BytesIO()
    Image.new(mode, size, "#205040").save(file, kind, **options)
    return file.getvalue()


@pytest.mark.slow
@pytest.mark.long
def test_largest_pictures_stay_within_memory(tmp_path):
    sizes = {}
    for name, (size, options) in LARGEST.items():
        kind = {"jpg": "JPEG"}.get(name[-3:], name.rpartition(".")[2].upper())
        path = tmp_path / name
        path.write_bytes(flat(size, kind, **options))
        sizes[path] = size
    found = taken(sizes)
    assert found.keys() == LARGEST.keys()
    assert {name: most for name, most in found.items() if most >= MOST * 1.1} == {}


@pytest.mark.parametrize(
    ("name", "size"),
    [("x.webp", (4000, 2600)), ("x.avif", (5000, 3300)), ("x.png", (16_500, 10))],
)
def test_picture_that_would_take_more_is_refused(name, size):
    kind = name.rpartition(".")[2].upper()
    options = {"AVIF": {"speed": 10}, "WEBP": {"method": 0}}.get(kind, {})
    file = SimpleUploadedFile(name, flat(size, kind, **options))
    with pytest.raises(uploads.ValidationError) as caught:
        uploads.check_image(file)
    assert caught.value.code in {"file_too_many_pixels", "file_too_long"}


@pytest.mark.parametrize("size", [(1000, 9000), (1600, 3000), (9000, 1000)])
def test_no_size_of_an_odd_shape_is_large(size):
    image = CustomImage(width=size[0], height=size[1], collection=Collection())
    for spec in every_filter(image):
        made = renditions.BareFilter(spec).get_transform(image, size).size
        assert made[0] * made[1] <= 4_000_000, spec
    assert "width-480|format-webp" in every_filter(image), "logos are shown in it"


@pytest.fixture
def decoders(monkeypatch):
    """By how much each JPEG that is unpacked is made smaller: 1, 2, 4 or 8."""
    begun = []
    decoder = Image.core.jpeg_decoder

    def counted(*args):
        begun.append(args[-2])
        return decoder(*args)

    monkeypatch.setattr(Image.core, "jpeg_decoder", counted)
    return begun


@pytest.fixture
def cms(client, editor):
    client.force_login(editor)
    return client


def upload(cms, size=(3600, 2400)):
    data = {"title": "Stort", "collection": Collection.get_first_root_node().pk}
    data |= {"tags": "", "file": SimpleUploadedFile("x.jpg", flat(size, "JPEG"))}
    assert cms.post(reverse("wagtailimages:add"), data).status_code == 302
    return CustomImage.objects.get()


@pytest.mark.django_db
def test_upload_unpacks_the_picture_once(
    cms, decoders, django_capture_on_commit_callbacks
):
    """For all its sizes; that it is whole is seen from an eighth."""
    with django_capture_on_commit_callbacks(execute=True):
        image = upload(cms)
    assert set(image.renditions.values_list("filter_spec", flat=True)) == set(
        every_filter(image)
    )
    assert decoders == [8, 8, 2]
    for address in ("wagtailimages:index", "wagtailimages_chooser:choose"):
        cms.get(reverse(address))
    cms.get(reverse("wagtailimages:edit", args=[image.pk]))
    site.picture(image, "lead")
    assert decoders == [8, 8, 2]


def test_pictures_are_unpacked_one_at_a_time():
    begun = threading.Event()

    def unpack():
        with one_at_a_time():
            begun.set()

    with one_at_a_time():
        other = threading.Thread(target=unpack)
        other.start()
        assert not begun.wait(0.05)
    assert begun.wait(30)
    other.join()


# With a worker


@pytest.fixture
def worker(settings):
    """Tasks wait; the worker is not there yet."""
    dummy = {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
    settings.TASKS = {**settings.TASKS, "worker": dummy}
    return task_backends["worker"]


@pytest.fixture
def encoded(monkeypatch):
    """The formats that are written."""
    kinds = []
    save = Image.Image.save

    def noted(self, file, kind=None, **options):
        kinds.append(kind)
        return save(self, file, kind, **options)

    monkeypatch.setattr(Image.Image, "save", noted)
    return kinds


@pytest.fixture
def being_made(worker, cms, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return upload(cms)


@pytest.mark.django_db
def test_upload_leaves_the_sizes_to_the_worker(worker, being_made):
    assert not being_made.renditions.exists()
    assert [result.args for result in worker.results] == [[being_made.pk]]
    assert being_made.is_being_made


@pytest.mark.django_db
@pytest.mark.parametrize("slot", SLOTS)
def test_page_shows_the_plain_size_until_the_others_are_there(
    worker, being_made, encoded, slot
):
    for _visit in range(2):
        shown = site.picture(being_made, slot)
        assert shown["src"].endswith(".jpg")
        assert shown["sources"] == []
        assert shown["width"] > 90
        assert being_made.shown(SHARE, first=SHARE)
    assert encoded == ["JPEG", "JPEG"]
    assert len(worker.results) == 1, "it is asked once"
    models.make_renditions.func(being_made.pk)
    shown = site.picture(being_made, slot)
    assert [source["type"] for source in shown["sources"]] == [
        "image/avif",
        "image/webp",
    ]
    assert not being_made.is_being_made


@pytest.mark.django_db
def test_editor_sees_that_sizes_are_being_made(cms, being_made):
    edit = reverse("wagtailimages:edit", args=[being_made.pk])
    lists = [
        reverse("wagtailimages:index") + f"?layout={name}" for name in ("", "list")
    ]
    assert "Størrelsene lages nå" in folded(soup(cms.get(edit)))
    for address in lists:
        assert "Størrelsene lages" in folded(soup(cms.get(address)))
    models.make_renditions.func(being_made.pk)
    for address in (edit, *lists):
        assert "Størrelsene lages" not in folded(soup(cms.get(address)))


@pytest.mark.django_db
def test_sizes_that_were_lost_are_asked_for_once(worker):
    image = picture((900, 600))
    for _visit in range(3):
        assert site.picture(image, "card")["src"]
    assert len(worker.results) == 1


@pytest.mark.django_db
def test_worker_is_not_asked_again_at_once_for_what_it_cannot_make(worker):
    image = picture()
    image.file.storage.delete(image.file.name)
    assert site.picture(image, "card") == {}
    models.make_renditions.func(image.pk)
    assert site.picture(image, "card") == {}
    assert len(worker.results) == 1
    assert not image.is_being_made


@pytest.mark.django_db
def test_new_file_in_the_form_gets_new_sizes(cms, django_capture_on_commit_callbacks):
    """The old ones are gone before anybody asks which are missing."""
    with django_capture_on_commit_callbacks(execute=True):
        image = upload(cms, (600, 400))
    old = set(image.renditions.values_list("pk", flat=True))
    file = ContentFile(flat((300, 200), "JPEG"), name="ny.jpg")
    data = {
        "title": "Nytt",
        "collection": image.collection_id,
        "tags": "",
        "file": file,
    }
    with django_capture_on_commit_callbacks(execute=True):
        cms.post(reverse("wagtailimages:edit", args=[image.pk]), data)
    image.refresh_from_db()
    new = set(image.renditions.values_list("pk", flat=True))
    assert new
    assert not new & old
    assert image.get_rendition(f"width-480|format-{FALLBACK}").width == 300
