"""Each library of the running site says from which version on it is known to work."""

from pathlib import Path

from django.conf import settings
from packaging.requirements import Requirement

ASKED_FOR = Path(settings.BASE_DIR) / "requirements" / "production.in"


def test_every_library_has_a_lowest_version():
    lines = ASKED_FOR.read_text(encoding="utf-8").splitlines()
    asked = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert asked
    for library in asked:
        kinds = {specifier.operator for specifier in library.specifier}
        assert kinds & {">=", "~=", "=="}, library.name
