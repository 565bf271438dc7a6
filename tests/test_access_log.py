"""The log tells nobody the keys to registrations."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from gunicorn.config import Config

from ethicaltrade.access_log import Logger, without_keys
from ethicaltrade.bilingual import languages


@pytest.mark.parametrize("language", ["nb", "en"])
def test_key_of_a_registration_is_left_out(language):
    with languages.in_language(language):
        path = reverse("event_registration", args=["a-Secret:key_1"])
    assert "Secret" not in without_keys(f"GET {path} HTTP/1.1")
    assert "Secret" not in without_keys(
        f"/konto/login/?next={path}".replace("/", "%2F")
    )


def test_line_and_referer_are_cleaned_and_the_rest_stays():
    request = SimpleNamespace(headers=[("REFERER", "https://x/min-pamelding/Secret/")])
    response = SimpleNamespace(status="200 OK", headers=[], sent=5)
    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/min-pamelding/Secret/?saved=1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": "https://x/min-pamelding/Secret/",
    }
    atoms = Logger(Config()).atoms(response, request, environ, timedelta(seconds=1))
    assert atoms["r"] == "GET /min-pamelding/…/?saved=1 HTTP/1.1"
    assert "Secret" not in str(atoms)
    assert atoms["s"] == "200"
