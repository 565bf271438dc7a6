"""The second factor: whoever publishes needs one, and it is asked for."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse

from ethicaltrade.users.second_factor import SecondFactorAdapter, passkeys_work
from tests.support import factories
from tests.support.pages import folded, soup

from .conftest import App, code_for, is_logged_in, log_in, mailed_code

SET_UP, SECOND_STEP = "/konto/2fa/", "/konto/2fa/authenticate/"
CMS = ["/admin/", "/admin/pages/", "/admin/users/", "/admin/login/", "/admin/x/y/"]


@pytest.fixture
def strict(settings):
    """As in production."""
    settings.STAFF_NEEDS_SECOND_FACTOR = True


def confirm_password(client):
    client.post("/konto/reauthenticate/", {"password": factories.PASSWORD})


def set_up_app(client):
    """What the person does, page by page; the secret."""
    confirm_password(client)
    page = soup(client.get("/konto/2fa/totp/activate/"))
    secret = page.select_one("code.secret").get_text()
    assert page.select_one(".qr svg path")
    data = {"code": code_for(secret)}
    response = client.post("/konto/2fa/totp/activate/", data, follow=True)
    return secret, response


# Needed in the CMS


@pytest.mark.parametrize("address", CMS)
@pytest.mark.parametrize("who", ["editor", "admin"])
def test_cms_is_closed_without_one(client, request, strict, address, who):
    client.force_login(request.getfixturevalue(who))
    for method in (client.get, client.post):
        response = method(address)
        assert (response.status_code, response.headers["Location"]) == (302, SET_UP)
    page = soup(client.get(SET_UP))
    assert page.select_one(".alert--warning"), "the page says why"


def test_cms_opens_in_the_session_that_sets_one_up(client, strict, editor):
    client.force_login(editor)
    _secret, response = set_up_app(client)
    assert response.request["PATH_INFO"] == "/konto/2fa/recovery-codes/"
    assert len(soup(response).select(".codes li")) == 10
    assert soup(response).find("a", href="/admin/")
    assert client.get("/admin/").status_code == 200


def test_session_from_before_has_to_show_it(client, other_browser, strict, editor):
    other_browser.force_login(editor)  # begun with a stolen password
    client.force_login(editor)
    secret, _response = set_up_app(client)
    response = other_browser.get("/admin/pages/")
    assert response.headers["Location"] == (
        "/konto/2fa/reauthenticate/?next=/admin/pages/"
    )
    data = {"code": code_for(secret), "next": "/admin/pages/"}
    response = other_browser.post("/konto/2fa/reauthenticate/", data)
    assert response.headers["Location"] == "/admin/pages/"
    assert other_browser.get("/admin/").status_code == 200


def test_password_again_is_no_second_factor(client, strict, editor):
    App(editor)
    client.force_login(editor)
    confirm_password(client)
    assert client.get("/admin/").status_code == 302


def test_cms_closes_again_when_the_last_is_removed(client, strict, editor):
    client.force_login(editor)
    set_up_app(client)
    client.post("/konto/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=editor).exists()
    assert client.get("/admin/").headers["Location"] == SET_UP


def test_member_needs_none(client, strict, member):
    client.force_login(member)
    assert client.get("/konto/").status_code == 200
    assert not soup(client.get(SET_UP)).select_one(".alert--warning")
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_cms_opens_without_one_where_the_setting_says_so(client, editor):
    client.force_login(editor)
    assert client.get("/admin/").status_code == 200


# Asked for


def test_password_alone_does_not_log_in(client, member, app):
    response = log_in(client, member)
    assert response.headers["Location"] == SECOND_STEP
    assert not is_logged_in(client)
    response = client.post(SECOND_STEP, {"code": "000000"})
    assert folded(soup(response).title).startswith("Feil:")
    assert not is_logged_in(client)


def test_code_from_the_app_lets_in_once_and_leads_on(client, member, app):
    log_in(client, member, next="/nyheter/")
    code = app.code()
    response = client.post(SECOND_STEP, {"code": code})
    assert response.headers["Location"] == "/nyheter/"
    assert is_logged_in(client)
    client.logout()
    log_in(client, member)
    client.post(SECOND_STEP, {"code": code})
    assert not is_logged_in(client), "a code that was seen is of no use"


def test_recovery_code_lets_in_once(client, member, app):
    code = app.recovery_codes[3]
    for is_let_in in (True, False):
        log_in(client, member)
        client.post(SECOND_STEP, {"code": code})
        assert is_logged_in(client) is is_let_in
        client.logout()


def test_mailed_code_and_new_password_do_not_go_round_it(client, member, app):
    client.post("/konto/login/code/", {"email": member.email})
    data = {"code": mailed_code()}
    response = client.post("/konto/login/code/confirm/", data)
    assert response.headers["Location"] == SECOND_STEP
    assert not is_logged_in(client)


def test_one_can_begin_again(client, member, app):
    log_in(client, member)
    page = soup(client.get(SECOND_STEP))
    form = page.find("form", action="/konto/logout/", class_=None)
    fields = {field["name"]: field["value"] for field in form.select("input[name]")}
    response = client.post("/konto/logout/", fields)
    assert response.headers["Location"] == "/konto/login/"
    assert client.get("/konto/login/").status_code == 200


# Kept


@pytest.mark.parametrize(
    "address",
    [
        "/konto/2fa/totp/activate/",
        "/konto/2fa/webauthn/add/",
        "/konto/2fa/recovery-codes/generate/",
        "/konto/email/",
    ],
)
def test_something_important_asks_for_the_password_again(client, member, address):
    client.force_login(member)
    response = client.post(address, {"action_add": "1", "email": "ny@example.org"})
    assert response.headers["Location"].startswith("/konto/reauthenticate/?next=")


def test_secret_is_encrypted_where_it_lies(member, app):
    stored = Authenticator.objects.get(user=member, type=Authenticator.Type.TOTP)
    assert app.secret not in str(stored.data)


def test_secret_is_read_after_the_sites_key_was_changed(settings):
    locked = SecondFactorAdapter().encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert SecondFactorAdapter().decrypt(locked) == "secret"


def test_who_has_lost_it_is_helped(client, member, app, capsys):
    call_command("forget_second_factors", member.email.upper())
    log_in(client, member)
    assert is_logged_in(client)
    with pytest.raises(CommandError, match="Nobody"):
        call_command("forget_second_factors", "nobody@example.org")


@pytest.mark.parametrize(
    ("host", "secure", "expected"),
    [
        ("localhost:8000", False, True),
        ("127.0.0.1:8000", False, False),
        ("127.0.0.1", True, False),
        ("www.example.org", True, True),
        ("www.example.org", False, False),
        ("[::1]:8000", True, False),
    ],
)
def test_passkeys_are_offered_where_browsers_make_them(
    rf, settings, host, secure, expected
):
    settings.ALLOWED_HOSTS = ["*"]
    request = rf.get("/", secure=secure, headers={"host": host})
    assert passkeys_work(request) is expected


def test_button_for_passkeys_is_where_they_work(client):
    def has_button(host):
        page = soup(client.get("/konto/login/", headers={"host": host}))
        return bool(page.select_one("#passkey_login"))

    assert has_button("localhost")
    assert not has_button("127.0.0.1")


JUNK = ["", "{}", "[]", "1", "null", '"x"', "{", '{"response": {"userHandle": 5}}']
JUNK += ['{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}']
JUNK += [
    '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA",'
    '"attestationObject":"AA","authenticatorData":"AA","signature":"AA",'
    '"userHandle":"AA"}}'
]


@pytest.mark.parametrize("credential", JUNK)
def test_what_no_key_says_is_refused(client, member, app, credential):
    client.get("/konto/2fa/webauthn/login/", headers={"accept": "application/json"})
    data = {"credential": credential}
    assert client.post("/konto/2fa/webauthn/login/", data).status_code == 302
    log_in(client, member)
    assert client.post(SECOND_STEP, data).status_code == 200
    client.force_login(member)
    client.post("/konto/2fa/reauthenticate/", {"code": app.code()})
    client.get("/konto/2fa/webauthn/add/")
    assert client.post("/konto/2fa/webauthn/add/", data).status_code == 200
    assert Authenticator.objects.filter(user=member).count() == 2


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_key_of_another_or_of_nobody_is_not_there(client, member, name):
    client.force_login(member)
    confirm_password(client)
    assert client.get(reverse(name, args=[9**18])).status_code == 404
    huge = reverse(name, args=[1]).replace("/1/", f"/{'9' * 30}/")
    assert client.get(huge).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/konto/2fa/webauthn/add/",
        "/konto/2fa/totp/activate/",
        "/konto/2fa/totp/deactivate/",
        "/konto/2fa/recovery-codes/",
        "/konto/2fa/recovery-codes/generate/",
        "/konto/2fa/recovery-codes/download/",
        "/en/konto/2fa/recovery-codes/download/",
    ],
)
def test_password_again_opens_no_second_factor(client, strict, editor, address):
    app = App(editor)
    client.force_login(editor)  # a session from before, begun with a stolen password
    confirm_password(client)
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code == 302
        assert "/2fa/reauthenticate/?next=" in response.headers["Location"]
        assert not any(code in str(response.content) for code in app.recovery_codes)
    assert Authenticator.objects.filter(user=editor).count() == 2


def test_who_has_shown_the_second_factor_changes_it(client, editor):
    app = App(editor)
    client.force_login(editor)
    client.post("/konto/2fa/reauthenticate/", {"code": app.code()})
    page = client.get("/konto/2fa/recovery-codes/")
    assert app.recovery_codes[0] in page.content.decode()
    client.post("/konto/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=editor).exists()
