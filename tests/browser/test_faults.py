"""What is seen when something is wrong is without fault: proxy, limits, worker."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page

from .conftest import ADMIN, DESKTOP, PROJECT, DemoSite
from .examination import AXE, faults_of, faults_of_colour, run_axe

pytestmark = pytest.mark.browser


@pytest.fixture
def examiner(new_context) -> Page:
    """A window that has axe on every page."""
    context = new_context(viewport=DESKTOP, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    return context.new_page()


def faults_where(examiner: Page, address: str, html: str) -> list[str]:
    """What axe finds where the address is answered by the text."""
    examiner.route(f"**{address}", lambda route: route.fulfill(body=html))
    examiner.goto(address)
    return faults_of(examiner, address)


def test_pages_of_the_proxy(examiner):
    faults = []
    for path in (PROJECT / "docs" / "errors").glob("*.html"):
        faults += faults_where(examiner, f"/{path.name}", path.read_text())
    assert not faults, "\n" + "\n".join(faults)


@pytest.mark.django_db
def test_form_that_comes_too_often_is_given_back(examiner, home, client, settings):
    settings.RATE_OF_ONE_FORM = (0, 600)
    response = client.post("/konto/login/code/", {"email": "kari@example.org"})
    html = response.content.decode()
    assert response.status_code == 429
    assert "kari@example.org" in html
    faults = faults_where(examiner, "/konto/login/code/", html)
    assert not faults, "\n" + "\n".join(faults)


def put(database: sqlite3.Connection, table: str, **values) -> None:
    row = {
        name: str(value) if isinstance(value, datetime) else value
        for name, value in values.items()
    }
    marks = ", ".join("?" for _name in row)
    sql = f"INSERT OR REPLACE INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608
    database.execute(sql, list(row.values()))


def put_troubles(site: DemoSite) -> None:
    """A job that is late, one that fails, and e-mails of which one is past use."""
    now = datetime.now(UTC)
    late = now - timedelta(days=2)
    with closing(sqlite3.connect(site.database, timeout=20)) as database, database:
        for name, started_at, failing_since, error in (
            ("worker", now, None, ""),
            ("scheduling.forget_cached", late, None, ""),
            ("mail.deliver_due_emails", now, late, "Traceback\nOSError: No route"),
        ):
            put(
                database,
                "jobs_jobrun",
                name=name,
                started_at=started_at,
                failing_since=failing_since,
                last_error=error,
            )
        for recipient, is_empty in (("kari@example.org", 0), ("ola@example.org", 1)):
            texts = dict.fromkeys(("reply_to", "subject", "text", "html"), "")
            put(
                database,
                "post_letter",
                key=recipient,
                message_id=recipient,
                recipient=recipient,
                template="home/feedback",
                language="nb",
                state="given-up",
                attempts=28,
                **dict.fromkeys(("created_at", "next_attempt_at", "ended_at"), late),
                last_error="SMTPRecipientsRefused: unknown",
                keeps_words=1,
                is_empty=is_empty,
                **texts,
            )


def test_administrators_panels(new_context, site):
    context = new_context(viewport=DESKTOP, reduced_motion="reduce")
    context.add_init_script(path=AXE)
    context.add_cookies(
        [{"name": "sessionid", "value": site.sessions[ADMIN], "url": site.address}]
    )
    desk = context.new_page()
    put_troubles(site)
    desk.goto("/admin/")
    panels = "#jobs, #emails-given-up"
    for words in ("Jobber: Noe er galt", "OSError: No route", "ola@example.org"):
        desk.get_by_text(words).first.wait_for()
    faults = run_axe(desk, "panels", panels)
    desk.emulate_media(color_scheme="dark")
    faults += faults_of_colour(desk, "panels (dark)", panels)
    assert not faults, "\n" + "\n".join(faults)
