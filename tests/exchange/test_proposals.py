"""A machine proposes words, where a setting names one; an editor approves them."""

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from ethicaltrade.bilingual import meaning, scopes
from ethicaltrade.bilingual.models import PageLanguage
from ethicaltrade.exchange import chosen, jobs
from ethicaltrade.exchange.models import Import

from .files import bring, exported, filled
from .test_importing import draft, read, states
from .test_views import FILES

pytestmark = pytest.mark.django_db

TAG = re.compile(r"(<[^>]*>|&\w+;)")


class Double(BaseHTTPRequestHandler):
    """Speaks DeepL's protocol, and translates by turning capitals round."""

    asked: list[tuple[dict, str | None]] = []
    answer = None  # instead

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append((body, self.headers["Authorization"]))
        answer = self.answer or {
            "translations": [
                {"detected_source_language": "NB", "text": turned(text)}
                for text in body["text"]
            ]
        }
        data = json.dumps(answer).encode()
        self.send_response(200 if self.path == "/v2/translate" else 404)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        pass


def turned(text):
    return "".join(
        part if TAG.fullmatch(part) else part.swapcase() for part in TAG.split(text)
    )


@pytest.fixture
def double(settings, monkeypatch):
    monkeypatch.setattr(Double, "asked", [])
    server = HTTPServer(("127.0.0.1", 0), Double)
    thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    thread.start()
    settings.TRANSLATION_SERVICE = "ethicaltrade.exchange.services.DeepL"
    settings.TRANSLATION_URL = f"http://127.0.0.1:{server.server_port}/v2/translate"
    settings.TRANSLATION_KEY = "key"
    yield Double
    server.shutdown()
    server.server_close()
    thread.join()


def propose(page, user):
    one = jobs.propose([page.pk], "en", "nb", user)
    jobs.run.call(one.pk)
    one.refresh_from_db()
    return one


def test_empty_cells_are_filled_with_what_is_marked(norwegian, editor, double, news):
    page = draft(norwegian)
    page.lead_en = "From the New Year."
    page.save_revision()
    one = propose(norwegian, editor)
    assert (one.error, one.done, one.total) == ("", 1, 1)
    now = draft(norwegian)
    assert now.title_en == "nYE KRAV"
    assert now.lead_en == "From the New Year."  # was there
    assert f'id="{news.pk}">SIDEN</a> OG <b>FØLG <i>OPP</i></b>' in str(
        now.body_en.raw_data[0]["value"]
    )
    assert read(norwegian).public_languages == ["nb"]
    found = states(norwegian)
    assert found.pop("lead") == "current"
    assert set(found.values()) == {"proposed"}
    summary = PageLanguage.objects.get(page=norwegian.pk, language="en")
    assert summary.missing == len(found)
    ((body, key),) = double.asked
    assert key == "DeepL-Auth-Key key"
    assert (body["source_lang"], body["target_lang"]) == ("NB", "EN-GB")
    assert 'Se <g id="1">siden</g>' in " ".join(body["text"])
    assert "nyttår" not in " ".join(body["text"])
    # Nothing is missing, so nobody is asked again.
    propose(norwegian, editor)
    assert len(double.asked) == 1


def test_proposal_is_one_until_an_editor_has_touched_it(norwegian, editor, double):
    propose(norwegian, editor)
    before = chosen.content_of(read(norwegian))

    def recorded(after=None, **said):
        content = meaning.record(type(norwegian), before, after or before, **said)
        return meaning.states(type(norwegian), content)["en"]

    assert set(recorded().values()) == {"proposed"}
    assert recorded(still_right={"en": ["title"]})["title"] == "current"
    found = recorded(before | {"title_en": "New demands"})
    assert (found["title"], found["lead"]) == ("current", "proposed")
    assert recorded(before | {"title_nb": "Gamle krav"})["title"] == "outdated"
    small = recorded(is_small_change=True)
    assert set(small.values()) == {"proposed"}


@pytest.mark.parametrize(
    "answer",
    [
        {"translations": []},
        {"message": "Quota exceeded"},
        ["?"],
        {"translations": [{"text": "<g>"}] * 7},
    ],
)
def test_service_that_fails_changes_nothing(
    norwegian, editor, double, answer, monkeypatch
):
    monkeypatch.setattr(double, "answer", answer)
    before = scopes.content_of(read(norwegian))
    one = propose(norwegian, editor)
    assert "DeepL" in one.error
    assert one.finished_at
    assert scopes.content_of(read(norwegian)) == before


def test_service_that_is_away_is_told_of(norwegian, editor, double, settings):
    settings.TRANSLATION_URL = "http://127.0.0.1:9/v2/translate"
    assert "DeepL" in propose(norwegian, editor).error


def test_button_is_there_where_a_service_is(
    desk,
    norwegian,
    double,
    settings,
    django_capture_on_commit_callbacks,
):
    url = f"{FILES}?page={norwegian.pk}"
    page = desk.get(url).content.decode()
    assert "DeepL" in page
    with django_capture_on_commit_callbacks(execute=True):
        sent = desk.post(url, {"propose": "en"})
    assert sent.url == f"{FILES}{Import.objects.get().pk}/"
    assert draft(norwegian).title_en == "nYE KRAV"
    assert desk.post(url, {"propose": "xx"}).url == "/admin/"
    assert desk.post(FILES, {"propose": "en"}).url == "/admin/"
    assert Import.objects.count() == 1


def test_nothing_leaves_the_house_unless_a_setting_says_so(
    desk,
    norwegian,
    editor,
    double,
    settings,
    monkeypatch,
):
    """Not even to whom nobody listens: no door makes a connection."""

    def refuse(*args, **kwargs):
        raise AssertionError("A connection was made.")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse, raising=False)
    settings.TRANSLATION_SERVICE = None
    url = f"{FILES}?page={norwegian.pk}"
    assert 'name="propose"' not in desk.get(url).content.decode()
    assert desk.post(url, {"propose": "en"}).url == "/admin/"
    assert not Import.objects.exists()
    assert propose(norwegian, editor).error
    one = Import.objects.get()  # as one that waited when the setting was taken away
    desk.post(url, {"propose": "en", "service": "ethicaltrade.exchange.services.DeepL"})
    bring(filled(exported("xliff-2.1", norwegian)), editor)
    assert (Import.objects.get(), double.asked) == (one, [])
