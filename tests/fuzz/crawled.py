"""Every form of the CMS, found along its links, as a browser would send it."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import Resolver404, resolve

LINK = re.compile(r'"(/admin/[^"#\\]*)\\?"')
ENDS = "wagtailadmin_logout"


def view_of(address: str) -> str:
    """Its name with its namespaces; empty where nothing is."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def pages_of_cms(client: Client, most: int | None) -> Iterator[tuple[str, str]]:
    """Address and HTML of each view that a link leads to, once; the first ``most``."""
    waiting, known = ["/admin/"], {ENDS, ""}
    for address in waiting if most is None else islice(waiting, most):
        answer = client.get(address)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code != 200 or not kind.startswith(("text/html", "applic")):
            continue
        if answer.streaming:
            continue
        html = answer.content.decode()
        if kind.startswith("application/json"):  # a window, such as a chooser's
            said = answer.json()
            html = said.get("html") or "" if isinstance(said, dict) else ""
        yield address, html
        for link in map(unescape, LINK.findall(html)):
            if (name := view_of(link)) not in known:
                known.add(name)
                waiting.append(link)


def forms_of_cms(
    client: Client, most: int | None
) -> Iterator[tuple[str, dict[str, list[str]], frozenset[str]]]:
    """Of each kind one: where it is sent, its fields, and which of them are files.

    On the first ``most`` pages, or all.
    """
    known = set()
    for address, html in pages_of_cms(client, most):
        if 'method="post"' not in html.lower():
            continue
        for form in BeautifulSoup(html, "html.parser").select("form[method]"):
            if form["method"].lower() != "post":
                continue
            action = urldefrag(urljoin(address, form.get("action") or "")).url
            fields, files = filled(form)
            key = (view_of(action), *sorted(fields))
            if key not in known:
                known.add(key)
                yield action, fields, frozenset(files)


def filled(form: Tag) -> tuple[dict[str, list[str]], set[str]]:
    fields: dict[str, list[str]] = {}
    files = set()
    for control in form.select("[name]"):
        name = control["name"]
        if control.get("type") == "file":
            files.add(name)
        chosen = control.select_one("option[selected], option")
        value = chosen.get("value") if chosen else control.get("value")
        fields.setdefault(name, []).append(value or control.get_text().strip() or "x")
    return fields, files
