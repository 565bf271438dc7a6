import time

import pytest

from ethicaltrade.core.models import Person
from tests.membership.factories import add_member
from tests.support import factories


@pytest.fixture
def organisation(home):
    """A member since 2020, with an adviser."""
    adviser = Person.objects.create(
        name="Ada Rådgiver Demo",
        role_nb="seniorrådgiver",
        role_en="senior adviser",
        email="ada@example.org",
        phone="+47 22 00 00 00",
    )
    return add_member(
        "Bergblom Demo AS",
        adviser=adviser,
        presentation_nb="Selger te.",
        presentation_en="Sells tea.",
        place="Bergen",
        website="https://example.org/bergblom/",
    )


@pytest.fixture
def kari(organisation):
    """One of its people."""
    return factories.member_person("kari@example.org", organisation, role="main")


@pytest.fixture
def stranger(home):
    """A person of another member."""
    other = add_member("Annen Demo AS")
    return factories.member_person("ola@example.org", other, role="main")


@pytest.fixture
def as_kari(client, kari):
    """A browser in which Kari is logged in, and has shown who she is just now."""
    client.force_login(kari)
    session = client.session
    session["account_authentication_methods_user"] = str(kari.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    return client
