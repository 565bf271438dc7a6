"""A day in the CMS: each language of an article is published by itself."""

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from . import cms
from .conftest import PROJECT, DemoSite

pytestmark = pytest.mark.browser

TITLE = "Te fra fjellet"
NORWEGIAN = "/nyheter/te-fra-fjellet/"
ENGLISH = "/en/news/tea-from-the-mountain/"


def test_a_day_in_two_languages(desk: Page, page: Page, site: DemoSite, tmp_path):
    desk.set_viewport_size({"width": 1280, "height": 900})
    write_norwegian(desk)
    check_reader(page, NORWEGIAN, "Plukkerne ber om lønn.")
    check_lists(desk, "Engelsk mangler")

    begin_english(desk)
    correct_norwegian(desk, tmp_path)
    check_reader(page, NORWEGIAN, "Plukkerne ber om en lønn.")
    expect(page.get_by_role("img", name="Teblader på et brett")).to_be_visible()
    check_lists(desk, "Engelsk ikke publisert, 2 deler mangler")

    finish_english(desk)
    check_reader(page, ENGLISH, "Pickers ask for a wage.")
    expect(page.get_by_role("img", name="Tea leaves on a tray")).to_be_visible()
    outdate_english(desk)
    check_reader(page, ENGLISH, "Pickers demand a wage.")

    take_english_down(desk)
    check_reader(page, NORWEGIAN, "Plukkerne krever en lønn!")
    check_english_is_away(page)

    schedule_english(desk)
    let_the_time_come(site, "publish")
    check_reader(page, ENGLISH, "Pickers demand a wage.")
    let_the_time_come(site, "take_down")
    check_english_is_away(page)

    edit_again(desk)
    check_reader(page, ENGLISH, "Pickers won a wage.")
    check_reader(page, NORWEGIAN, "Plukkerne krever en lønn!")


def write_norwegian(desk: Page) -> None:
    cms.start_article(desk)
    cms.type_in(desk.get_by_label("Tittel – norsk"), TITLE)
    desk.get_by_label("Ingress – norsk").fill("Plukkerne ber om lønn.")
    cms.write(cms.add_block(desk, "nb", "Tekst"), "Teen kommer fra Assam.")
    publish(desk, "norsk")
    expect(bar(desk, "Norsk")).to_contain_text("Publisert")
    expect(bar(desk, "Engelsk")).to_contain_text("Ikke publisert")
    check_nothing_is_covered(desk)


def begin_english(desk: Page) -> None:
    """Some of it copied, nothing of it finished."""
    cms.edit_article(desk, TITLE)
    view(desk, "Oversett til engelsk")
    empty = cms.body(desk, "en").locator(".language-empty")
    empty.get_by_role("button", name="Kopier fra norsk").click()
    expect(empty).to_have_count(0)
    english = cms.body(desk, "en").locator("[data-streamfield-child]")
    expect(english.get_by_text("Mangler")).to_have_count(0)  # before it is reloaded
    # Wagtail's editor hands the text over a quarter of a second later.
    copied = english.locator('input[type=hidden][value*="Teen kommer fra Assam"]')
    expect(copied).to_have_count(1)
    desk.get_by_label("Tittel – engelsk").fill("Tea from the mountain")
    cms.save_draft(desk)
    expect(bar(desk, "Engelsk")).to_contain_text(re.compile("upubliserte? endring.*Te"))
    view(desk, "Begge språk")


def correct_norwegian(desk: Page, folder) -> None:
    cms.edit_article(desk, TITLE)
    desk.get_by_label("Ingress – norsk").fill("Plukkerne ber om en lønn.")
    cms.upload_picture(desk, folder, "Teblader på et brett", "Tea leaves on a tray")
    publish(desk, "norsk")
    expect(bar(desk, "Engelsk")).to_contain_text("Ikke publisert")
    expect(desk.get_by_label("Tittel – engelsk")).to_have_value("Tea from the mountain")


def finish_english(desk: Page) -> None:
    cms.edit_article(desk, TITLE)
    publish_button(desk, "engelsk").click()
    refused = desk.get_by_text("Dette må fylles ut før")
    expect(refused.first).to_be_visible()
    desk.get_by_label("Ingress – engelsk").fill("Pickers ask for a wage.")
    copied = cms.body(desk, "en").get_by_role("button", name="Skal være likt")
    copied.click()
    publish(desk, "engelsk")
    expect(desk.get_by_text("Ingenting gjenstår")).to_be_visible()


def outdate_english(desk: Page) -> None:
    """By Norwegian words with a new meaning; not by a small change."""
    lead = desk.get_by_label("Ingress – norsk")
    lead.fill("Plukkerne krever en lønn.")
    publish(desk, "norsk")
    expect(desk.get_by_text("Gjenstår: 1")).to_be_visible()
    desk.get_by_role("button", name="Hva er endret?").click()
    expect(desk.locator("del").get_by_text("ber om")).to_be_visible()
    expect(desk.locator("ins").get_by_text("krever")).to_be_visible()
    check_lists(desk, "Engelsk publisert, utdatert")
    cms.edit_article(desk, TITLE)
    desk.get_by_label("Ingress – engelsk").fill("Pickers demand a wage.")
    publish(desk, "engelsk")
    lead.fill("Plukkerne krever en lønn!")
    desk.get_by_label("Liten endring").check()
    publish(desk, "norsk")
    expect(desk.get_by_text("Ingenting gjenstår")).to_be_visible()


def take_english_down(desk: Page) -> None:
    """While Norwegian has a draft, which stays one."""
    desk.get_by_label("Ingress – norsk").fill("Et utkast.")
    cms.save_draft(desk)
    expect(bar(desk, "Norsk")).to_contain_text("1 upublisert endring: Ingress")
    bar(desk, "Engelsk").get_by_role("link", name="Ta ned").click()
    expect(desk.get_by_label("Engelsk")).to_be_checked()
    expect(desk.get_by_label("Norsk")).not_to_be_checked()
    desk.get_by_role("button", name="Ja, ta ned").click()
    expect(desk.get_by_role("status").filter(has_text="engelsk")).to_be_visible()
    cms.edit_article(desk, TITLE)
    expect(bar(desk, "Engelsk")).to_contain_text("Tatt ned")
    expect(desk.get_by_label("Ingress – norsk")).to_have_value("Et utkast.")


def schedule_english(desk: Page) -> None:
    bar(desk, "Engelsk").get_by_role("link", name="Planlegg").click()
    for number, part in enumerate(("Publiser", "Ta ned"), start=1):
        day = timezone.localdate() + timedelta(days=number)
        fields = desk.get_by_role("group", name=part)
        fields.get_by_label("Dag").fill(day.isoformat())
        fields.get_by_label("Klokkeslett").fill("23:59")
    desk.get_by_role("button", name="Lagre tidspunktene").click()
    expect(bar(desk, "Engelsk")).to_contain_text("23.59")


def edit_again(desk: Page) -> None:
    """No time that has passed is in the way."""
    cms.edit_article(desk, TITLE)
    expect(bar(desk, "Engelsk")).to_contain_text("Tatt ned")
    expect(bar(desk, "Engelsk")).not_to_contain_text("23.59")
    desk.get_by_label("Ingress – engelsk").fill("Pickers won a wage.")
    publish(desk, "engelsk")
    expect(desk.get_by_label("Ingress – norsk")).to_have_value("Et utkast.")


def bar(desk: Page, language: str) -> Locator:
    """How the page stands in a language, above the form."""
    return desk.locator(".language-bar__language").filter(
        has=desk.get_by_text(language, exact=True)
    )


def view(desk: Page, name: str) -> None:
    desk.get_by_role("button", name=name, exact=True).click()


def publish_button(desk: Page, language: str) -> Locator:
    return desk.get_by_role("button", name=f"Publiser {language}", exact=True)


def publish(desk: Page, language: str) -> None:
    publish_button(desk, language).click()
    told = desk.get_by_role("status").filter(has_text=f"er publisert ({language})")
    expect(told).to_be_visible()


def check_nothing_is_covered(desk: Page) -> None:
    """Neither what the bar leads to nor what the form is sent with."""
    for link in desk.locator(".language-bar").get_by_role("link").all():
        link.click(trial=True, timeout=5_000)
    buttons = desk.locator(".footer button[name=action-publish]").all()
    assert len({round(one.bounding_box()["y"]) for one in buttons}) == 1


def check_lists(desk: Page, state: str) -> None:
    """On the front of the CMS, and in the list of news."""
    desk.goto("/admin/")
    waiting = desk.get_by_role("region", name="Venter på oversettelse")
    expect(waiting.get_by_role("row", name=TITLE)).to_contain_text(state)
    cms.open_news(desk)
    expect(desk.get_by_role("row", name=TITLE)).to_contain_text(state)


def check_reader(page: Page, address: str, lead: str) -> None:
    assert page.goto(address).status == 200
    expect(page.get_by_text(lead, exact=True)).to_be_visible()


def check_english_is_away(page: Page) -> None:
    page.goto(ENGLISH)
    expect(page.get_by_text("This page is not available in English.")).to_be_visible()
    expect(page.get_by_role("link", name="Les siden på norsk")).to_be_visible()


def let_the_time_come(site: DemoSite, action: str) -> None:
    """What is scheduled is due, and the job runs."""
    with closing(sqlite3.connect(site.database, timeout=20)) as database, database:
        database.execute(
            "UPDATE bilingual_schedule SET at = '2026-01-01' WHERE action = ?",
            [action],
        )
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{site.database}",
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "MAILBOX": str(site.mailbox),
    }
    command = [sys.executable, "manage.py", "publish_scheduled"]
    subprocess.run(command, cwd=PROJECT, env=environment, check=True)
