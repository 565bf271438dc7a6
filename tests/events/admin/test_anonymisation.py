"""What stays when people are forgotten, and who says when that is."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Site

from ethicaltrade.core.models import SiteSettings
from ethicaltrade.mail.models import Email
from events import personal_data, services
from events.admin import messages
from events.models import Message, Registration
from tests.events.registration.support import register, states
from tests.events.support import in_days, put_event
from tests.support.pages import folded, soup

from .support import logged, url


def test_numbers_stay_and_people_go(desk, event, editor):
    one = register(event, "kari@example.org", name="Kari Demo").registration
    register(event, "ola@example.org", name="Ola Demo")
    services.check_in(one.pk)
    words = {"nb": {"subject": "Hei", "text": "Takk"}}
    message, _is_new = messages.send(event, words, ["confirmed"], "s", by=editor)
    messages.write_message.call(message.pk)
    desk.post(url("registration", event, one.pk), {"do": "send-again"})
    before = logged(event)
    assert personal_data.anonymise(timezone.now() + timedelta(days=60)) == 2
    assert states(event) == {"confirmed": 2}
    assert Message.objects.get().count == 2
    assert logged(event) == before
    assert not Email.objects.filter(key__startswith="event-registration:").exists()
    for name in ("list", "check_in_list"):
        page = soup(desk.get(url(name, event))).get_text()
        assert "Kari" not in page
    numbers = [folded(n) for n in soup(desk.get(url("list", event))).select("dd")]
    assert numbers[1:] == ["0", "0", "1"]
    assert numbers[0].startswith("2 ")
    answer = desk.get(f"{url('list', event)}?export=csv")
    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1
    assert Registration.objects.with_people().count() == 0


@pytest.mark.parametrize("days", [0, 3651])
def test_time_that_makes_no_sense_is_refused(home, days):
    settings = SiteSettings(registration_kept_days=days)
    with pytest.raises(ValidationError) as refused:
        settings.clean_fields(exclude=["site"])
    assert "registration_kept_days" in refused.value.message_dict


def test_site_says_for_how_long(programme):
    event = put_event(programme, "", in_days(-20))
    Registration.objects.create(
        event=event,
        state="confirmed",
        name="Kari Demo",
        email="kari@example.org",
        language="nb",
    )
    personal_data.expire(timezone.now())
    assert Registration.objects.with_people().count() == 1
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.registration_kept_days = 10
    settings.save()
    personal_data.expire(timezone.now())
    assert Registration.objects.with_people().count() == 0
