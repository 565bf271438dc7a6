"""E-mails, and the time that passes for them."""

from datetime import timedelta
from pathlib import Path

import pytest

from ethicaltrade.mail.emails import send
from ethicaltrade.mail.models import Email
from tests.support.workers import mail_server, transactional_db  # noqa: F401

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def test_templates(settings):
    """The e-mails the tests write are the tests' own."""
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]


@pytest.fixture
def write():
    """Write an e-mail; the test names what matters to it."""

    def write(key="sak:1", **given):
        values = {
            "template": "sample",
            "to": "kari@example.org",
            "language": "nb",
            "context": {"name": "Kåre & <Co>", "path": "/arrangementer/"},
        }
        return send(key=key, **{**values, **given})

    return write


def later(**delta):
    """Let the time pass for all e-mails that wait."""
    for email in Email.objects.waiting():
        email.next_attempt_at -= timedelta(**delta)
        email.save(update_fields=["next_attempt_at"])


def states():
    """How many e-mails are in each state."""
    found = Email.objects.values_list("state", flat=True)
    return {str(state): list(found).count(state) for state in set(found)}
