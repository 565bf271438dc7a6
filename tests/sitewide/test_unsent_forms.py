"""No form loses what was typed: every public form, whatever became of token and log-in.

The forms are found by themselves (``support/public_forms.py``).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from functools import partial

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import resolve, reverse

from ethicaltrade.bilingual import languages
from ethicaltrade.users.models import User
from tests.support.public_forms import (
    MAIN,
    SECRET,
    TOKEN,
    PublicForm,
    World,
    all_forms,
    kept_in,
    log_in,
    lost,
    plant,
    taken_apart,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.long,
    pytest.mark.usefixtures("lasting_demo_site"),
]

Damage = Callable[[Client, PublicForm, World], None]
MAY_BE_WRITTEN = ("django_session", "usersessions_usersession", "users_user")
"""By the session itself, and by a log-in."""

WITHOUT_FORM = {
    # They need a second factor, which the demo's people lack: tests/users
    *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_authenticate"),
    *("mfa_generate_recovery_codes", "mfa_reauthenticate"),
    *("mfa_add_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn"),
    "account_email_verification_sent",  # after a new address: tests/users
    "account_set_password",  # who has none: tests/users
    # They answer a POST as a GET
    *("account", "mfa_index", "mfa_list_webauthn", "mfa_view_recovery_codes"),
    *("mfa_download_recovery_codes", "wagtailcore_login"),
}
"""What takes a POST without a form here."""


@pytest.fixture(params=["nb", "en"])
def world(request) -> World:
    return plant(request.param)


@contextmanager
def in_passing(client: Client) -> Iterator[None]:
    """Whatever happens to the browser and the database, it has not."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


# What can become of a form between its coming and its going


def other_tab(client: Client, form: PublicForm, world: World) -> None:
    """In another tab somebody logs in; who was logged in, has logged out before."""
    with languages.in_language(world.language):
        log_out, log_in_at = reverse("account_logout"), reverse("account_login")
    client.post(log_out, {TOKEN: client.cookies["csrftoken"].value})
    log_in(client, log_in_at)


def expired_token(client: Client, form: PublicForm, world: World) -> None:
    client.cookies["csrftoken"] = "x" * 32


def missing_token(client: Client, form: PublicForm, world: World) -> None:
    del client.cookies["csrftoken"]
    form.fields.pop(TOKEN, None)


def lost_everything(client: Client, form: PublicForm, world: World) -> None:
    client.cookies.clear()


REFUSED = (other_tab, expired_token, missing_token, lost_everything)


def send(client: Client, form: PublicForm, **headers: str) -> HttpResponse:
    cache.clear()  # the limits: one browser tries everything
    return client.post(form.action, form.data, headers=headers)


def is_account(address: str, world: World) -> bool:
    with languages.in_language(world.language):
        return address.startswith(reverse("account"))


def written(queries: CaptureQueriesContext) -> list[str]:
    """What changes the database, beyond what a log-in and a session do."""
    changes = ("INSERT", "UPDATE", "DELETE")
    return [
        query["sql"]
        for query in queries
        if query["sql"].startswith(changes)
        and not any(f'"{table}"' in query["sql"] for table in MAY_BE_WRITTEN)
    ]


def fault_in(form: PublicForm, response: HttpResponse, world: World) -> str:
    """What is wrong with the answer to a form that was refused; empty if nothing is."""
    if response.status_code == 302:
        # The log-in sends on who is logged in; a button leads to the log-in.
        may = not form.typed or is_account(form.action, world)
        return "" if may else f"led on to {response.url}"
    if response.status_code not in (403, 409):
        return f"status {response.status_code}"
    text = response.content.decode()
    if SECRET in text:
        return "a password came back"
    if missing := lost(form, response):
        return f"lost: {missing}"
    page = taken_apart(response)
    if page.html["lang"] != world.language:
        return "another language"
    if "no-store" not in response.headers["Cache-Control"]:
        return "caches may keep it"
    is_told = set(form.typed.values()) <= {SECRET}  # a link that no longer works
    if not is_told and not page.select_one(f"main form [name={TOKEN}]"):
        return "no fresh token"
    return ""


def fault_of(damage: Damage, client: Client, form: PublicForm, world: World) -> str:
    """Damage the form, send it, and look at the answer."""
    damage(client, form, world)
    with CaptureQueriesContext(connection) as queries:
        response = send(client, form)
    if changes := written(queries):
        return f"it was refused, and wrote {changes}"
    return fault_in(form, response, world)


def lost_session(client: Client, form: PublicForm, world: World) -> str:
    """The token is right; who sent the form is not known any more."""
    client.cookies.pop("sessionid", None)
    response = send(client, form)
    if response.status_code == 404:  # the page of a dead link has its own form
        return f"lost: {missing}" if (missing := lost(form, response)) else ""
    leads_in = response.status_code == 302 and "/login/?" in response.url
    if leads_in or response.status_code >= 400:
        return fault_in(form, response, world)
    return ""  # it takes no session


def sent_too_often(client: Client, form: PublicForm, world: World) -> str:
    """429, and what was typed is there to be sent later."""
    cache.clear()
    none = override_settings(RATE_OF_ONE_FORM=(0, 600))
    with none, CaptureQueriesContext(connection) as queries:
        response = client.post(form.action, form.data)
    if response.status_code != 429 or response.headers["Retry-After"] != "600":
        return f"status {response.status_code}"
    if changes := written(queries):
        return f"it was refused, and wrote {changes}"
    response.status_code = 403
    return fault_in(form, response, world)


def sent_again(client: Client, form: PublicForm, world: World) -> str:
    """Back from another tab, it is taken as it stands, with the token it came with."""
    other_tab(client, form, world)
    response = send(client, form)
    kept = {name: values.pop() for name, values in kept_in(response).items()}
    if TOKEN not in kept:  # sent on, or told that the link is dead
        return ""
    again = send(client, replace(form, fields=kept, typed={}))
    is_refused = taken_apart(again).select_one("#unsent")
    return "refused once more" if is_refused else ""


def another_site(client: Client, form: PublicForm, world: World) -> str:
    """It changes nothing, logs nobody in, and is not repeated."""
    session = client.cookies.get("sessionid")
    with CaptureQueriesContext(connection) as queries:
        response = send(client, form, origin="https://evil.example")
    text = response.content.decode()
    if any(value in text for value in form.typed.values() if " " in value):
        return "repeated"
    if client.cookies.get("sessionid") != session or written(queries):
        return "it changed something"
    return "" if response.status_code == 403 else f"status {response.status_code}"


LOST = (lost_session, another_site, sent_too_often)


def damages_for(reader: str) -> list[tuple[str, Callable]]:
    """Each with its name; it is given the browser and the form, and tells the fault."""
    damages = [(one.__name__, partial(fault_of, one)) for one in REFUSED]
    damages += [(one.__name__, one) for one in LOST]
    return [*damages, ("sent_again", sent_again)] if reader == "nobody" else damages


def test_no_form_loses_what_was_typed(world):
    """However it was damaged; and every address that takes a form is tried.

    What differs by language is the answer's words: beyond the first language each form
    is damaged in one way, the next form in the next. A new form joins by itself, or
    says in WITHOUT_FORM why it does not.
    """
    faults, tried = {}, set()
    is_first = world.language == settings.LANGUAGE_CODE
    for number, (reader, client, form) in enumerate(all_forms(world)):
        with languages.in_language(languages.language_of(form.action)):
            tried |= {form.kind, resolve(form.action).url_name}
        damages = damages_for(reader)
        some = damages if is_first else [damages[number % len(damages)]]
        for name, damage in some:
            with in_passing(client):
                fault = damage(client, deepcopy(form), world)
            if fault:
                faults[f"{name}, {reader}: {form.name}"] = fault
    assert faults == {}
    assert untried(world, tried) == set()


def untried(world: World, tried: set[str]) -> set[str]:
    """The names of what takes a POST and had no form."""
    client, found = Client(), set()
    client.force_login(User.objects.get(email=MAIN))
    for name, address in world.addresses():
        with transaction.atomic():
            takes = client.post(address).status_code not in (404, 405)
            transaction.set_rollback(True)
        if takes and name not in tried | WITHOUT_FORM:
            found.add(name)
    return found
