"""A third language is one line of settings, ``makemigrations`` and a catalogue."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import migrated

ROOT = Path(__file__).resolve().parents[2]
TWO = 'LANGUAGES = [("nb", _("Norwegian")), ("en", _("English"))]'
THREE = TWO.replace("]", ', ("da", "Danish")]')
USE_IT = """
from django.test import Client
from django.utils import translation
from ethicaltrade.basepage.models import BasePage
from tests.support import factories
from ethicaltrade.home.models import HomePage

home = HomePage.objects.get()
assert home.url_path_da == home.url_path_nb, home.url_path_da
page = factories.add_page(home, factories.standard_page(
    title_da="Om os", lead_da="Vi er en forening."))
assert page.url_path_da.endswith("/om-os/"), page.url_path_da
client = Client()
response = client.get("/da/om-os/")
assert response.status_code == 200, response.status_code
text = response.content.decode()
assert '<html lang="da"' in text
assert 'hreflang="da"' in text and "dansk" in text.lower()
assert client.get("/om-oss/").status_code == 200
other = factories.add_page(home, factories.standard_page(
    title_nb="Kontakt", **factories.published_in("nb")))
assert home.public_languages == ["nb", "en"]
assert "noindex" in client.get("/da/kontakt/").headers["X-Robots-Tag"]
print("three languages")
"""


@pytest.mark.slow
def test_third_language_is_one_line_of_settings(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(
        ROOT, project, ignore=shutil.ignore_patterns(".git", ".venv", "var", ".*_cache")
    )
    database = tmp_path / "db.sqlite3"
    migrated.copy_to(database)  # two languages, as migrate makes it
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "ethicaltrade.settings.test",
    }

    def manage(*arguments, code=None):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=project,
            env=environment,
            input=code,
            text=True,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    base = project / "ethicaltrade" / "settings" / "base.py"
    front_page = "from tests.support import factories; factories.add_front_page()"
    manage("migrate", "--verbosity", "0")
    manage("shell", "--verbosity", "0", "--command", front_page)
    text = base.read_text(encoding="utf-8")
    assert TWO in text
    base.write_text(text.replace(TWO, THREE), encoding="utf-8")
    manage("makemigrations", "--no-input", "--verbosity", "0")
    manage("migrate", "--verbosity", "0")
    assert "right address" in manage("check_addresses")
    assert "three languages" in manage("shell", "--command", USE_IT)
