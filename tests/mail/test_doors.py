"""Real mail servers by EMAIL_URL alone: TLS, passwords, and what goes wrong."""

import ssl

import environ
import pytest
from aiosmtpd.smtp import AuthResult

from ethicaltrade.mail.delivery import deliver_due
from ethicaltrade.mail.models import Email
from tests.support.certificates import certificate  # noqa: F401
from tests.support.servers import away

from .conftest import later, states

pytestmark = [pytest.mark.usefixtures("transactional_db"), pytest.mark.slow]

NAME, PASSWORD = "etisk@example.org", "sword/fish@1"
IN_URL = "etisk%40example.org:sword%2Ffish%401"


@pytest.fixture
def at(settings, mail_server):
    """Lets the site send by what EMAIL_URL would name."""

    def use(url, port=mail_server.port):
        found = environ.Env.email_url_config(url.format(port))
        for name, value in found.items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = 2

    return use


@pytest.fixture
def context(certificate):  # noqa: F811
    """The server's half of TLS."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate.certificate, certificate.key)
    return made


@pytest.fixture
def trusted(monkeypatch, certificate):  # noqa: F811
    """As the technician does it for an authority of their own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))


def who(server, session, envelope, mechanism, data) -> AuthResult:
    """AUTH LOGIN and PLAIN, with the one name and password there are."""
    is_right = (data.login, data.password) == (NAME.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=is_right)


def test_starttls_and_a_password(write, mail_server, at, context, trusted):
    at(f"smtp+tls://{IN_URL}@localhost:{{}}")
    write()
    given = {"authenticator": who, "auth_required": True}
    with mail_server.up(tls_context=context, require_starttls=True, **given):
        assert deliver_due() == 1
    assert len(mail_server.emails) == 1


def test_tls_from_the_first_byte(write, mail_server, at, context, trusted):
    at("smtp+ssl://localhost:{}")
    write()
    with mail_server.up(ssl_context=context):
        assert deliver_due() == 1
    assert len(mail_server.emails) == 1


@pytest.mark.parametrize(
    ("url", "trusts", "told"),
    [
        ("smtp+tls://localhost:{}", False, "CERTIFICATE_VERIFY_FAILED"),
        ("smtp+tls://127.0.0.2:{}", True, "IP address mismatch"),
        ("smtp+tls://etisk%40example.org:marlin@localhost:{}", True, "535"),
    ],
    ids=["unknown certificate", "certificate of another", "wrong password"],
)
def test_door_that_does_not_open_loses_nothing(
    write, mail_server, at, context, request, caplog, url, trusts, told
):
    if trusts:
        request.getfixturevalue("trusted")
    at(url)
    write()
    given = {"authenticator": who, "auth_required": True, "tls_context": context}
    host = "127.0.0.2" if "127.0.0.2" in url else "127.0.0.1"
    with mail_server.up(require_starttls=True, hostname=host, **given):
        assert deliver_due() == 0
    assert states() == {"waiting": 1}
    assert told in Email.objects.get().last_error
    assert mail_server.emails == []
    assert "marlin" not in caplog.text

    at(f"smtp+tls://{IN_URL}@localhost:{{}}")
    request.getfixturevalue("trusted")
    later(minutes=1)
    with mail_server.up(require_starttls=True, **given):
        assert deliver_due() == 1
    assert len(mail_server.emails) == 1


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("451 4.3.0 Come back later", "waiting"),  # greylisting, a full disk
        ("554 5.6.0 No such words here", "given-up"),
    ],
)
def test_email_that_is_refused_after_its_end(write, mail_server, at, answer, state):
    at("smtp://127.0.0.1:{}")
    write(key="a")
    mail_server.answer = answer
    with mail_server.up():
        assert deliver_due() == 0
        assert states() == {state: 1}
        mail_server.answer = "250 OK"
        later(minutes=1)
        assert deliver_due() == (state == "waiting")
    assert len(mail_server.emails) == (state == "waiting")


def hang_in_data(connection) -> None:
    """Says what is said until the e-mail's own words come, and then nothing."""
    connection.settimeout(5)
    connection.sendall(b"220 here\r\n")
    for answer in (b"250 hello", b"250 from", b"250 to", b"354 go on"):
        connection.recv(4096)
        connection.sendall(answer + b"\r\n")


def test_server_that_hangs_in_the_middle_of_an_email(write, mail_server, at, settings):
    written = [write(key=f"sak:{number}") for number in range(2)]
    with away("hung", hang_in_data) as port:
        at("smtp://127.0.0.1:{}", port)
        settings.EMAIL_TIMEOUT = 0.3
        assert deliver_due() == 0
    assert states() == {"waiting": 2}
    at("smtp://127.0.0.1:{}")
    later(minutes=1)
    with mail_server.up():
        assert deliver_due() == 2
        assert deliver_due() == 0
    assert sorted(mail_server.message_ids) == sorted(one.message_id for one in written)


def test_email_that_was_taken_without_a_word_is_known_by_its_number(
    write, mail_server, at, settings
):
    """SMTP cannot tell; whoever receives both sees that they are one."""
    at("smtp://127.0.0.1:{}")
    settings.EMAIL_TIMEOUT = 0.3
    email = write()
    mail_server.delay = 1.0
    with mail_server.up():
        assert deliver_due() == 0
        mail_server.delay = 0.0
        later(minutes=1)
        settings.EMAIL_TIMEOUT = 5
        assert deliver_due() == 1
    assert set(mail_server.message_ids) == {email.message_id}
