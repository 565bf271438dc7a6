"""The demo site, built anew and served in a process of its own.

    python -m tests.browser.server

With ``--own-pictures`` it has the demo's own, whose sizes take time to make; with
``--long-article`` an article of sixty blocks, whose number it tells.
Prints one line of JSON when it answers, and ends when its input does: it never
outlives the tests. Needs DATABASE_URL, an SQLite file that does not exist yet or has
been migrated and no more, and DJANGO_SETTINGS_MODULE. A process of its own has no part
in the test database, its transactions, or Playwright's event loop.
"""

import json
import sys
from io import BytesIO

import django
from PIL import Image


def main() -> None:
    django.setup()
    build(own_pictures="--own-pictures" in sys.argv)
    from ethicaltrade.demo.site import ROLES

    people = ("admin", "redaktor", "medlem", *ROLES)
    sessions = log_in(*(f"{name}@example.org" for name in people))
    told = {"sessions": sessions}
    if "--long-article" in sys.argv:
        told["long_article"] = add_long_article()
    print(json.dumps({"address": serve(), **told}), flush=True)
    sys.stdin.read()


def build(*, own_pictures: bool) -> None:
    """What `make run` builds; unless asked, with plain pictures."""
    from django.core.management import call_command

    from ethicaltrade.demo import content

    if not own_pictures:
        content.picture = plain_picture
    call_command("migrate", verbosity=0)
    call_command("demo", stdout=sys.stderr)


def add_long_article() -> int:
    from articles.models import ArticleIndexPage
    from tests.support import long_article

    return long_article.put_below(ArticleIndexPage.objects.get(), 60).pk


def plain_picture(key: str) -> bytes:
    file = BytesIO()
    Image.new("RGB", (800, 533), "#2f6f66").save(file, "WEBP")
    return file.getvalue()


def log_in(*emails: str) -> dict[str, str]:
    """A session for each person, as the value of the session cookie."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    sessions = {}
    for email in emails:
        client = Client()
        client.force_login(get_user_model().objects.get(email=email))
        sessions[email] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def serve() -> str:
    """Start to answer, static files and pictures too; return the site's address."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    # By name: a passkey belongs to a name, never to a number.
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    return f"http://{server.host}:{server.port}"


if __name__ == "__main__":
    main()
