"""What docs/security.md names is there: each place in the code, each test."""

import re

from django.conf import settings

PAGE = (settings.BASE_DIR / "docs" / "security.md").read_text()
ROWS = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in PAGE.splitlines()
    if row.startswith("| ")
]
THREATS = [row for row in ROWS if len(row) == 4 and row[3] not in ("", "test")]
NAMED = re.compile(r"`([\w./-]+\.(?:py|html|conf|md)|tests/[\w/]+)`")

CODE = ("articles", "ethicaltrade", "events", "membership")
TOPS = (*CODE, "docs", "templates", "tests")
CALLS = re.compile(
    r"^ *(?:import|from) (?:urllib\.request|requests|httpx|urllib3)", re.M
)


def test_all_that_is_named_is_there():
    paths = {
        f"/{path.relative_to(settings.BASE_DIR)}"
        for top in TOPS
        for path in (settings.BASE_DIR / top).rglob("*")
    }
    named = set(NAMED.findall(PAGE))
    assert len(named) > 80
    missing = {
        name for name in named if not any(path.endswith(f"/{name}") for path in paths)
    }
    assert missing == set()


def test_each_threat_has_an_answer_a_place_and_a_test():
    assert len(THREATS) > 20
    for threat, answer, where, test in THREATS:
        assert answer, threat
        assert "`" in where, threat
        assert re.search(r"`(tests/[\w/.]+|test_\w+\.py)`", test), threat


def test_server_calls_nobody_by_itself():
    """But the register of organisations, and a translator, where a setting names it."""
    calling = {
        path.name
        for top in CODE
        for path in (settings.BASE_DIR / top).rglob("*.py")
        if CALLS.search(path.read_text())
    }
    assert calling == {"lookup.py", "services.py"}
    assert settings.TRANSLATION_SERVICE is None
    assert settings.ORGANISATION_LOOKUP is None
    assert settings.WAGTAILEMBEDS_FINDERS == []
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert not settings.WAGTAIL_ENABLE_UPDATE_CHECK
