"""Sites in processes of their own, asked by turns; and a stock site beside ours."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

ASKED = Path(__file__).with_name("asked.py")
REPOSITORY = Path(__file__).resolve().parents[2]

HASHES = {"PYTHONHASHSEED": "0"}  # as many calls in every process

STOCK_TEXT = "<p>Ethical trade begins with asking who made it, and how.</p>" * 12
"""As long as an article's; the stock page has a picture in the text, too."""
STOCK_MODEL = """
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    body = RichTextField(blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]
"""
STOCK_TEMPLATE = """
{% extends "base.html" %}
{% load wagtailcore_tags %}
{% block content %}
<h1>{{ page.title }}</h1>
{{ page.body|richtext }}
{% endblock content %}
"""
STOCK_PAGE = """
from home.models import HomePage
from io import BytesIO
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.images import get_image_model
file = BytesIO()
Picture.new("RGB", (60, 40), "#205040").save(file, "PNG")
image = get_image_model()(title="Green", file=ContentFile(file.getvalue(), "green.png"))
image._set_image_file_metadata()
image.save()
embed = f'<embed embedtype="image" id="{image.pk}" format="left" alt="Green"/>'
home = HomePage.objects.get()
home.add_child(instance=HomePage(title="Story", body=embed + TEXT))
"""


class Peer:
    """A site that is measured; `folder` is its project's.

    `under` is a command that runs its process, such as valgrind.
    """

    def __init__(
        self,
        spec: Mapping[str, Any],
        environment: Mapping[str, str],
        folder: Path = REPOSITORY,
        python: str = sys.executable,
        under: Sequence[str] = (),
    ):
        self.process = subprocess.Popen(
            [*under, python, ASKED],
            cwd=folder,
            env=os.environ | HASHES | dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.work: dict[str, dict[str, int]] = self._ask(json.dumps(spec))
        self.rounds: list[dict[str, float]] = []

    def _ask(self, line: str) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("The site that is measured has stopped.")
        return json.loads(answer)

    def go(self) -> None:
        """Ask for each page once more."""
        self.rounds.append(self._ask("go"))

    def milliseconds(self, name: str) -> float:
        """The median of the rounds."""
        return statistics.median(each[name] for each in self.rounds)

    def stop(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(timeout=30)


def by_turns(peers: Iterable[Peer], rounds: int) -> None:
    """All of them in each round, so that a busy machine is the same for all."""
    peers = list(peers)
    for _round in range(rounds):
        for peer in peers:
            peer.go()


def stock_site(folder: Path, url: str) -> Peer:
    """What `wagtail start` makes, with a page of text and a picture, in its own folder.

    `url` names an empty database on the same server.
    """
    import environ

    wagtail = Path(sys.executable).with_name("wagtail")
    run([wagtail, "start", "stock", folder], folder.parent)
    (folder / "home/models.py").write_text(STOCK_MODEL)
    (folder / "home/templates/home/home_page.html").write_text(STOCK_TEMPLATE)
    database = {
        key: value
        for key, value in environ.Env.db_url_config(url).items()
        if key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
    }
    (folder / "stock/settings/bench.py").write_text(
        "from .base import *\n"
        "DEBUG = False\n"
        "SECRET_KEY = 'bench'\n"
        "ALLOWED_HOSTS = ['*']\n"
        f"DATABASES = {{'default': {database | {'CONN_MAX_AGE': 60}!r}}}\n"
        "STORAGES['staticfiles']['BACKEND'] = "
        "'django.contrib.staticfiles.storage.StaticFilesStorage'\n"
    )
    settings = "stock.settings.bench"
    environment = {"DJANGO_SETTINGS_MODULE": settings}
    manage = [sys.executable, "manage.py"]
    page = STOCK_PAGE.replace("TEXT", repr(STOCK_TEXT))
    for command in (["makemigrations", "home"], ["migrate"], ["shell", "-c", page]):
        run([*manage, *command], folder, environment)
    addresses = {"front": "/", "article": "/story/"}
    spec = {"settings": settings, "host": "localhost", "addresses": addresses}
    return Peer(spec, environment, folder)


def run(
    command: list[Any], folder: Path, environment: Mapping[str, str] | None = None
) -> None:
    """RuntimeError with what it said, where it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=os.environ | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[:4]}: {done.stdout}{done.stderr}")
