"""Nothing on the site does what its policy forbids: scripts and styles in the page.

A browser says so on its console, where every test here listens: those that go through
all public pages, members' pages and forms of the CMS hear it, too. The rest of the CMS
is gone through here.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from .conftest import ADMIN, PROJECT, Account, DemoSite

pytestmark = pytest.mark.browser

LINK = re.compile(r'\shref="(/admin/[^"#]*)"')
RUNS = re.compile(r'<script[^>]*\ssrc="([^"?]+)|\sdata-controller="([^"]+)"')
INLINE = re.compile(r'<script(?![^>]*\s(?:src|type)=)[^>]*>|\s(?:style|on[a-z]+)="')
ENDS = ("wagtailadmin_logout",)
# What a draft has, since it is a page of the site; its hash is in the policy.
EARLY = PROJECT / "templates" / "components" / "early_script.js"


def test_violation_is_heard(page: Page, account: Account):
    page.goto("/")
    page.evaluate("document.body.setAttribute('style', 'top: 0')")
    page.wait_for_timeout(100)
    assert "Content Security Policy" in account.problems.pop()


def test_views_of_the_cms_keep_to_the_policy(new_context, site: DemoSite):
    """Each view once; a browser opens those that run something the others did not."""
    context = new_context()
    context.add_cookies(
        [{"name": "sessionid", "value": site.sessions[ADMIN], "url": site.address}]
    )
    desk = context.new_page()
    waiting, known, told, faults = ["/admin/"], set(ENDS), set(), []
    for address in waiting:
        answer = context.request.get(address, max_redirects=0)
        if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        html = answer.text().replace(f"<script>{EARLY.read_text()}", "")
        faults += [f"{address}: {found}" for found in INLINE.findall(html)]
        for link in map(unescape, LINK.findall(html)):
            name = view_of(urlsplit(link).path)
            if name and name not in known:
                known.add(name)
                waiting.append(link)
        runs = set(RUNS.findall(html))
        if runs - told:
            told |= runs
            desk.goto(address)
    desk.wait_for_load_state("networkidle")
    assert len(known) > 60
    assert not faults, "\n" + "\n".join(faults)


def view_of(path: str) -> str:
    """Its name with its namespaces; empty where nothing is."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
