"""Letters, and the time that passes for them."""

from datetime import timedelta
from pathlib import Path

import pytest

from ethicaltrade.post.letters import send_letter
from ethicaltrade.post.models import Letter
from tests.support.workers import mail_server, transactional_db  # noqa: F401

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def test_templates(settings):
    """The letters the tests write are the tests' own."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]


@pytest.fixture
def write():
    """Write a letter; the test names what matters to it."""

    def write(key="sak:1", **given):
        values = {
            "template": "sample",
            "to": "kari@example.org",
            "language": "nb",
            "context": {"name": "Kåre & <Co>", "path": "/arrangementer/"},
        }
        return send_letter(key=key, **{**values, **given})

    return write


def later(**delta):
    """Let the time pass for all letters that wait."""
    for letter in Letter.objects.waiting():
        letter.next_attempt_at -= timedelta(**delta)
        letter.save(update_fields=["next_attempt_at"])


def states():
    """How many letters are in each state."""
    found = Letter.objects.values_list("state", flat=True)
    return {str(state): list(found).count(state) for state in set(found)}
