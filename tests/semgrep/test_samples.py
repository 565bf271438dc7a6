"""Each of the rules has a bad sample and a good one; semgrep itself reads them."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SAMPLES = {"python.yml": "python.py", "templates.yml": "templates.html"}


def test_the_rules_lie_in_these_files():
    assert {path.name for path in HERE.glob("*.yml")} == {*SAMPLES}


@pytest.mark.parametrize("rules", SAMPLES)
def test_each_rule_has_a_bad_sample_and_a_good_one(rules):
    names = re.findall(r"- id: (\S+)", (HERE / rules).read_text(encoding="utf-8"))
    samples = (HERE / SAMPLES[rules]).read_text(encoding="utf-8")
    for mark in ("ruleid", "ok"):
        assert set(re.findall(rf"{mark}: (\S+)", samples)) == {*names}
