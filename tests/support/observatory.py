"""What MDN's HTTP Observatory would say of an answer, by its published rules.

Facts from https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring: each
test has one result, and each result its points. Stricter than it in two things: a
policy for elements or attributes alone (``style-src-elem``) counts as the whole's, and
forms may be sent to this site only. Of preloading (HSTS) nothing is known here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

FULL = 100
FROM_HERE_BONUS = 90
HALF_A_YEAR = 15_768_000  # seconds
POINTS = {
    "csp-implemented-with-no-unsafe-default-src-none": 10,
    "csp-implemented-with-no-unsafe": 5,
    "csp-implemented-with-unsafe-inline-in-style-src-only": 0,
    "csp-implemented-with-insecure-scheme-in-passive-content-only": -10,
    "csp-implemented-with-unsafe-eval": -10,
    "csp-implemented-with-unsafe-inline": -20,
    "csp-implemented-with-insecure-scheme": -20,
    "csp-header-invalid": -25,
    "csp-not-implemented": -25,
    "cookies-secure-with-httponly-sessions-and-samesite": 5,
    "cookies-secure-with-httponly-sessions": 0,
    "cookies-not-found": 0,
    "cookies-without-secure-flag-but-protected-by-hsts": -5,
    "cookies-session-without-secure-flag-but-protected-by-hsts": -10,
    "cookies-without-secure-flag": -20,
    "cookies-samesite-flag-invalid": -20,
    "cookies-anticsrf-without-samesite-flag": -20,
    "cookies-session-without-httponly-flag": -30,
    "cookies-session-without-secure-flag": -40,
    "cross-origin-resource-sharing-not-implemented": 0,
    "cross-origin-resource-sharing-implemented-with-public-access": 0,
    "cross-origin-resource-sharing-implemented-with-restricted-access": 0,
    "cross-origin-resource-sharing-implemented-with-universal-access": -50,
    "redirection-to-https": 0,
    "redirection-off-host-from-http": -5,
    "redirection-not-to-https-on-initial-redirection": -10,
    "redirection-missing": -20,
    "referrer-policy-private": 5,
    "referrer-policy-not-implemented": 0,
    "referrer-policy-unsafe": -5,
    "referrer-policy-header-invalid": -5,
    "hsts-implemented-max-age-at-least-six-months": 0,
    "hsts-implemented-max-age-less-than-six-months": -10,
    "hsts-not-implemented": -20,
    "hsts-header-invalid": -20,
    "sri-implemented-and-all-scripts-loaded-securely": 5,
    "sri-implemented-and-external-scripts-loaded-securely": 5,
    "sri-not-implemented-response-not-html": 0,
    "sri-not-implemented-but-no-scripts-loaded": 0,
    "sri-not-implemented-but-all-scripts-loaded-from-secure-origin": 0,
    "sri-not-implemented-but-external-scripts-loaded-securely": -5,
    "sri-implemented-but-external-scripts-not-loaded-securely": -20,
    "sri-not-implemented-and-external-scripts-not-loaded-securely": -50,
    "x-content-type-options-nosniff": 0,
    "x-content-type-options-not-implemented": -5,
    "x-content-type-options-header-invalid": -5,
    "x-frame-options-implemented-via-csp": 5,
    "x-frame-options-sameorigin-or-deny": 0,
    "x-frame-options-allow-from-origin": 0,
    "x-frame-options-not-implemented": -20,
    "x-frame-options-header-invalid": -20,
    "corp-implemented-with-same-origin": 10,
    "corp-implemented-with-same-site": 10,
    "corp-implemented-with-cross-origin": 0,
    "corp-not-implemented": 0,
    "corp-header-invalid": -5,
}
BROAD = ("*", "http:", "https:", "ftp:", "http://*", "https://*")
INSECURE = ("http:", "ftp:")


@dataclass(frozen=True)
class Seen:
    """An answer over https; ``headers`` by lower-case names."""

    host: str
    headers: Mapping[str, str]
    set_cookies: list[str]
    html: str = ""

    def header(self, name: str) -> str:
        return self.headers.get(name, "").strip()


def seen(response, host: str) -> Seen:
    """What came from Django's test client."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    cookies = [morsel.OutputString() for morsel in response.cookies.values()]
    is_html = headers.get("content-type", "").startswith("text/html")
    text = response.content.decode() if is_html and not response.streaming else ""
    return Seen(host, headers, cookies, text)


def score(answer: Seen, over_http: Seen | None = None) -> tuple[int, list[str]]:
    """The score, and the result of each test; ``over_http`` is asked without TLS."""
    results = [
        policy(answer),
        cookies(answer),
        sharing(answer),
        referrer(answer),
        transport(answer),
        integrity(answer),
        sniffing(answer),
        framing(answer),
        resources(answer),
    ]
    if over_http is not None:
        results.append(redirection(over_http))
    points = [POINTS[result] for result in results]
    total = FULL + sum(each for each in points if each < 0)
    if total >= FROM_HERE_BONUS:
        total += sum(each for each in points if each > 0)
    return max(total, 0), results


def directives(text: str) -> dict[str, list[str]]:
    """A policy's sources by directive; the first of a name counts (CSP3, 2.2.1)."""
    found: dict[str, list[str]] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        name, *sources = part.split()
        found.setdefault(name.lower(), sources)
    return found


def policy(answer: Seen) -> str:
    text = answer.header("content-security-policy")
    if not text:
        return "csp-not-implemented"
    found = directives(text)
    if not found or "," in text:
        return "csp-header-invalid"
    rest = found.get("default-src", ["*"])
    whole = {
        kind: [
            source
            for name in (f"{kind}-src", f"{kind}-src-elem", f"{kind}-src-attr")
            for source in found.get(name, rest if name == f"{kind}-src" else [])
        ]
        for kind in ("script", "style", "object", "img", "media")
    }
    passive = whole["img"] + whole["media"]
    active = [
        source
        for name, sources in found.items()
        if name not in ("img-src", "media-src")
        for source in sources
    ]
    style_allows = {*BROAD, "'unsafe-inline'", "data:"} & {*whole["style"]}
    if {*BROAD, "'unsafe-inline'", "data:"} & {*whole["script"]}:
        return "csp-implemented-with-unsafe-inline"
    if {*BROAD} & {*whole["object"]}:
        return "csp-implemented-with-unsafe-inline"
    if any(source.startswith(INSECURE) for source in active):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in whole["script"] + whole["style"]:
        return "csp-implemented-with-unsafe-eval"
    if any(source.startswith(INSECURE) for source in passive):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only"
    if style_allows:
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    is_closed = found.get("form-action") in (["'none'"], ["'self'"])
    if rest == ["'none'"] and is_closed:
        return "csp-implemented-with-no-unsafe-default-src-none"
    return "csp-implemented-with-no-unsafe"


def cookies(answer: Seen) -> str:
    if not answer.set_cookies:
        return "cookies-not-found"
    results = [result for text in answer.set_cookies for result in faults_of(text)]
    if transport(answer) != "hsts-implemented-max-age-at-least-six-months":
        results = [name.replace("-but-protected-by-hsts", "") for name in results]
    if results:
        return min(results, key=POINTS.__getitem__)
    if all("samesite=" in text.lower() for text in answer.set_cookies):
        return "cookies-secure-with-httponly-sessions-and-samesite"
    return "cookies-secure-with-httponly-sessions"


def faults_of(text: str) -> list[str]:
    """What is wrong with one cookie, were browsers held to https."""
    [(name, cookie)] = SimpleCookie(text).items()
    faults = []
    is_session = any(word in name.lower() for word in ("login", "sess"))
    if not cookie["secure"]:
        faults.append("cookies-without-secure-flag-but-protected-by-hsts")
        if is_session:
            faults.append("cookies-session-without-secure-flag-but-protected-by-hsts")
    if is_session and not cookie["httponly"]:
        faults.append("cookies-session-without-httponly-flag")
    if "csrf" in name.lower() and not cookie["samesite"]:
        faults.append("cookies-anticsrf-without-samesite-flag")
    if cookie["samesite"].lower() not in ("", "lax", "strict"):
        faults.append("cookies-samesite-flag-invalid")
    return faults


def sharing(answer: Seen) -> str:
    origin = answer.header("access-control-allow-origin")
    kind = "cross-origin-resource-sharing"
    if not origin:
        return f"{kind}-not-implemented"
    if answer.header("access-control-allow-credentials") == "true":
        return f"{kind}-implemented-with-universal-access"
    how = "public" if origin == "*" else "restricted"
    return f"{kind}-implemented-with-{how}-access"


def redirection(over_http: Seen) -> str:
    target = urlsplit(over_http.header("location"))
    if not target.netloc:
        return "redirection-missing"
    if target.scheme != "https":
        return "redirection-not-to-https-on-initial-redirection"
    if target.hostname != over_http.host:
        return "redirection-off-host-from-http"
    return "redirection-to-https"


def referrer(answer: Seen) -> str:
    known = [each.strip() for each in answer.header("referrer-policy").split(",")]
    private = ("no-referrer", "same-origin", "strict-origin")
    unsafe = ("origin", "unsafe-url", "no-referrer-when-downgrade")
    if known == [""]:
        return "referrer-policy-not-implemented"
    if known[-1] in (*private, "strict-origin-when-cross-origin"):
        return "referrer-policy-private"
    if known[-1] in (*unsafe, "origin-when-cross-origin"):
        return "referrer-policy-unsafe"
    return "referrer-policy-header-invalid"


def transport(answer: Seen) -> str:
    text = answer.header("strict-transport-security")
    if not text:
        return "hsts-not-implemented"
    age = re.search(r"max-age=\"?(\d+)", text)
    if not age or "," in text:
        return "hsts-header-invalid"
    how = "at-least" if int(age[1]) >= HALF_A_YEAR else "less-than"
    return f"hsts-implemented-max-age-{how}-six-months"


def integrity(answer: Seen) -> str:
    if not answer.html:
        return "sri-not-implemented-response-not-html"
    scripts = BeautifulSoup(answer.html, "html.parser").select("script[src]")
    if not scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    others = [each for each in scripts if is_elsewhere(each["src"], answer.host)]
    if not others:
        has_all = all(each.get("integrity") for each in scripts)
        how = "" if has_all else "not-"
        means = "all-scripts-loaded-securely" if has_all else ""
        means = means or "all-scripts-loaded-from-secure-origin"
        joint = "and" if has_all else "but"
        return f"sri-{how}implemented-{joint}-{means}"
    is_secure = all(each["src"].startswith("https:") for each in others)
    if all(each.get("integrity") for each in others):
        joint, how = ("and", "") if is_secure else ("but", "not-")
        return f"sri-implemented-{joint}-external-scripts-{how}loaded-securely"
    joint, how = ("but", "") if is_secure else ("and", "not-")
    return f"sri-not-implemented-{joint}-external-scripts-{how}loaded-securely"


def is_elsewhere(source: str, host: str) -> bool:
    return urlsplit(source).netloc not in ("", host)


def sniffing(answer: Seen) -> str:
    text = answer.header("x-content-type-options").lower()
    if text == "nosniff":
        return "x-content-type-options-nosniff"
    return f"x-content-type-options-{'header-invalid' if text else 'not-implemented'}"


def framing(answer: Seen) -> str:
    if directives(answer.header("content-security-policy")).get("frame-ancestors"):
        return "x-frame-options-implemented-via-csp"
    text = answer.header("x-frame-options").lower()
    if text in ("deny", "sameorigin"):
        return "x-frame-options-sameorigin-or-deny"
    if text.startswith("allow-from"):
        return "x-frame-options-allow-from-origin"
    return f"x-frame-options-{'header-invalid' if text else 'not-implemented'}"


def resources(answer: Seen) -> str:
    text = answer.header("cross-origin-resource-policy").lower()
    if text in ("same-origin", "same-site", "cross-origin"):
        return f"corp-implemented-with-{text}"
    return f"corp-{'header-invalid' if text else 'not-implemented'}"
