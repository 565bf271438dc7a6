import pytest

from events.models import EventPage
from tests.support import factories

from .support import form_url, put, stamp


@pytest.fixture
def event(programme):
    """An event in thirty days with room for all."""
    return put(programme)


@pytest.fixture
def publish(event, django_capture_on_commit_callbacks):
    """Publishes the event with other values, as the CMS does."""

    def publish(**fields):
        page = EventPage.objects.get(pk=event.pk)
        for name, value in fields.items():
            setattr(page, name, value)
        with django_capture_on_commit_callbacks(execute=True):
            factories.save_page(page)

    return publish


@pytest.fixture
def send(client):
    """Send an event's form; what is not given is left as a person leaves it."""

    def post(event, language="nb", /, *, remote="192.0.2.1", without=(), **data):
        filled_in = {
            "name": "Kari Demo",
            "email": "kari@example.org",
            "organisation": "Demobedrift AS",
            "consent": "on",
            "stamp": stamp(),
            "website": "",
            **data,
        }
        filled_in = {k: v for k, v in filled_in.items() if k not in without}
        return client.post(form_url(event, language), filled_in, REMOTE_ADDR=remote)

    return post
