"""What a visitor comes to on the way: filtered lists, second pages, forms in error."""

from urllib.parse import urljoin

import pytest
from django.test import Client

from tests.support.crawl import crawl, posting_forms, with_forms
from tests.support.demo import MISSING, Answer, ask
from tests.support.nu import check_html
from tests.support.pages import folded
from tests.support.rows import in_passing, put

# Without a test that says so, pytest-django makes no test database.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def visited(demo_rows, django_db_blocker) -> dict[str, Answer]:
    """Every page a visitor can come to, by address."""

    def fetch() -> dict[str, Answer]:
        put(demo_rows)
        client = Client()
        return crawl(lambda address: ask(client, address))

    with django_db_blocker.unblock():
        return in_passing(fetch)


@pytest.fixture(scope="session")
def in_error(demo_rows, visited, django_db_blocker) -> dict[str, Answer]:
    """What every form answers when it is sent empty, by a name for it."""

    def send_all() -> dict[str, Answer]:
        put(demo_rows)
        return {
            f"{address} (form {number})": send_empty(address, form)
            for address, answer in with_forms(visited).items()
            for number, form in enumerate(posting_forms(answer.soup), 1)
        }

    with django_db_blocker.unblock():
        return in_passing(send_all)


def send_empty(address: str, form) -> Answer:
    """Send the form with nothing in it but what it hides."""
    hidden = {
        field["name"]: field.get("value", "")
        for field in form.select("input[type=hidden]")
    }
    action = urljoin(address, form.get("action", ""))
    response = Client().post(action, hidden)
    html = response.content.decode()
    return Answer(action, response.status_code, response.headers, html)


def test_visit_finds_what_the_sitemap_does_not_list(visited, demo_answers):
    pages = {address for address in demo_answers if "?" not in address}
    assert pages - set(visited) <= set(MISSING)
    for part in ("topic=", "year=", "q="):
        assert any(part in address for address in visited), part


def test_every_state_answers(visited):
    wrong = {
        address: answer.status
        for address, answer in visited.items()
        if answer.status not in (200, 404, 410)  # 410: who was a member once
    }
    assert wrong == {}


def test_forms_of_both_languages_are_found(in_error):
    assert {answer.language for answer in in_error.values()} == {"nb", "en"}


def test_form_in_error_sums_up_and_leads_to_its_fields(in_error):
    for name, answer in in_error.items():
        soup = answer.soup
        (summary,) = soup.main.select("[role=alert]")
        wrong = soup.main.select("[aria-invalid=true]")
        assert wrong, name
        linked = {link["href"].removeprefix("#") for link in summary.select("a[href]")}
        groups = {field.get("name"): [] for field in wrong}
        for field in wrong:
            groups[field.get("name")].append(field["id"])
        for ids in groups.values():
            assert linked & set(ids), f"{name}: nothing leads to {ids}"


def test_field_in_error_is_tied_to_what_is_wrong_with_it(in_error):
    for name, answer in in_error.items():
        for field in answer.soup.main.select("[aria-invalid=true]"):
            tied = (
                field
                if field.has_attr("aria-describedby")
                else field.find_parent(attrs={"aria-describedby": True})
            )
            assert tied, f"{name}: {field}"
            notes = [
                answer.soup.find(id=note) for note in tied["aria-describedby"].split()
            ]
            assert all(notes), f"{name}: {field}"
            assert any(folded(note) for note in notes), f"{name}: {field}"


def test_title_of_a_form_in_error_says_so(in_error):
    for name, answer in in_error.items():
        word = {"nb": "Feil:", "en": "Error:"}[answer.language]
        assert folded(answer.soup.title).startswith(word), name


# Speed


def test_no_script_holds_up_a_page(visited):
    """Those of the page's head wait, but for a few words that choose its colours."""
    for address, answer in visited.items():
        for script in answer.soup.select("script[src]"):
            waits = script.has_attr("defer") or script.has_attr("async")
            assert waits or script.get("type") == "module", f"{address}: {script}"
        inline = [
            script.get_text()
            for script in answer.soup.head.select("script:not([src])")
            if script.get("type") != "application/ld+json"
        ]
        assert sum(map(len, inline)) < 300, f"{address}: {inline}"


def test_one_font_at_most_is_fetched_ahead(visited):
    for address, answer in visited.items():
        fonts = answer.soup.select('link[rel=preload][as="font"]')
        assert len(fonts) <= 1, f"{address}: {fonts}"


@pytest.mark.slow
def test_html_checker_finds_no_error_in_any_state(visited, in_error, demo_answers):
    documents = {
        name: answer.html
        for name, answer in (visited | in_error).items()
        if name not in demo_answers
    }
    problems = check_html(documents)
    assert [str(problem) for problem in problems if problem.kind == "error"] == []
