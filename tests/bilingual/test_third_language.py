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
MAKE_TWO = """
from django.core.management import call_command
from tests.support import factories
call_command("migrate", verbosity=0)
factories.add_front_page()
"""
USE_THREE = """
import importlib
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from ethicaltrade.basepage.models import BasePage
from ethicaltrade.bilingual.models import PageLanguage
from tests.support import factories
from ethicaltrade.home.models import HomePage

call_command("makemigrations", interactive=False, verbosity=0)
importlib.invalidate_caches()
call_command("migrate", verbosity=0)
call_command("check_addresses")
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
summary = PageLanguage.objects.get(page=other, language="da")
assert summary.missing == 2, summary.missing
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

    def do(code):
        """In a process of its own, which starts in two seconds."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", code],
            cwd=project,
            env=environment,
            text=True,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    base = project / "ethicaltrade" / "settings" / "base.py"
    do(MAKE_TWO)
    text = base.read_text(encoding="utf-8")
    assert TWO in text
    base.write_text(text.replace(TWO, THREE), encoding="utf-8")
    told = do(USE_THREE)
    assert "right address" in told
    assert "three languages" in told
