"""Without a worker: e-mails are tried when the answer has gone, for a short while."""

import pytest
from django.core import mail
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_started
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from ethicaltrade import urls
from ethicaltrade.mail import delivery
from ethicaltrade.mail.emails import send
from ethicaltrade.mail.models import Email
from ethicaltrade.outages import breaker
from tests.support.servers import AWAY, attempts, away  # noqa: F401

from .conftest import later, states

pytestmark = [pytest.mark.usefixtures("transactional_db")]


def writing(request, number):
    context = {"name": "Kari", "path": "/"}
    send("sample", "kari@example.org", "nb", context, key=f"sak:{number}")
    return HttpResponse("Takk")


class Site:
    """The urls of the site, and one more."""

    urlpatterns = [path("skriv/<int:number>/", writing), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def at_once(settings, monkeypatch):
    settings.MAIL_AT_ONCE = True
    settings.ROOT_URLCONF = Site
    monkeypatch.setattr(breaker, "PAUSE", 3600.0)


@pytest.fixture
def ask():
    """Ask as a web server does; the answer is sent, and not closed."""
    answers = []

    def ask(number=1):
        environ = RequestFactory().get(f"/skriv/{number}/").environ
        answer = WSGIHandler()(environ, lambda status, headers: None)
        assert b"".join(answer) == b"Takk"
        answers.append(answer)
        return answer

    yield ask
    for answer in answers:
        answer.close()
    delivery.requests.written = None


def mail_server_at(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def test_answer_goes_before_the_email(ask):
    answer = ask()
    assert mail.outbox == []
    answer.close()
    assert len(mail.outbox) == 1
    assert states() == {"sent": 1}


def test_client_of_the_tests_finds_it_sent(client):
    client.get("/skriv/1/")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("how", AWAY)
def test_server_that_is_away_is_asked_once(ask, settings, how, attempts):  # noqa: F811
    with away(how) as port:
        mail_server_at(settings, port)
        for number in range(4):
            ask(number).close()
        assert attempts.to(port) == 1
    assert states() == {"waiting": 4}
    assert sorted(Email.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1]


def test_next_email_takes_along_those_that_wait(ask, settings, monkeypatch):
    with away("stopped") as port:
        mail_server_at(settings, port)
        ask(1).close()
    later(minutes=2)
    monkeypatch.setattr(breaker, "PAUSE", 0.0)
    delivery.Breaker.of.cache_clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ask(2).close()
    assert states() == {"sent": 2}


def test_round_ends_when_its_time_is_over(ask, monkeypatch):
    monkeypatch.setattr(delivery, "AFTER_ANSWER", -1.0)
    ask().close()
    assert states() == {"waiting": 1}
    assert Email.objects.get().attempts == 0


def test_server_that_is_slow_in_every_step_is_hung_up_on(ask, settings, monkeypatch):
    monkeypatch.setattr(delivery, "AFTER_ANSWER", 1.0)

    def talk(connection):
        connection.sendall(b"220 hello\r\n")

    with away("hung", talk) as port:
        mail_server_at(settings, port)
        monkeypatch.setattr(
            delivery,
            "get_connection",
            lambda timeout: mail.get_connection(timeout=600),
        )
        ask().close()
    assert states() == {"waiting": 1}


def test_fault_of_ours_reaches_no_visitor(ask, monkeypatch, caplog):
    monkeypatch.setattr(delivery, "deliver_due", lambda *args: 1 / 0)
    ask().close()
    assert "E-mails wait" in caplog.text


def test_command_sends_at_once(write):
    write()
    assert len(mail.outbox) == 1


def test_request_that_breaks_off_leaves_nothing_to_the_next(ask):
    ask(1)  # its answer is never closed
    request_started.send(sender=None)
    assert delivery.requests.written == []
