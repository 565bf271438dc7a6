"""However many act at once, a member has one main contact, and a key is used once."""

from itertools import count

import pytest

from ethicaltrade.mail.models import Email
from membership.affiliations import services
from membership.affiliations.models import Affiliation, Role
from membership.affiliations.services import Refusal, RefusedError
from tests.membership.factories import add_member
from tests.support import factories
from tests.support.threads import at_once
from tests.support.workers import transactional_db  # noqa: F401

from .support import PASSWORD, invite, mains, roles

pytestmark = [pytest.mark.slow, pytest.mark.every_database]


@pytest.fixture
def numbers():
    """A new number each time it is asked for, whoever asks."""
    made = count()
    return lambda: next(made)


@pytest.fixture
def organisation(transactional_db, settings):  # noqa: F811
    """A member that every connection sees; gone afterwards."""
    settings.MAIL_AT_ONCE = False
    return add_member("Samtidig Demo AS")


def trying(work):
    """What the work returns, or why it was refused."""
    try:
        return work()
    except RefusedError as error:
        return error.refusal


def test_two_main_contacts_accept_at_once(organisation, numbers):
    keys = [
        invite(organisation, f"nr{n}@samtidig.example.org", role=Role.MAIN)[0].pk
        for n in range(4)
    ]

    def accept():
        pk = keys[numbers()]
        return services.join(pk, name="X", password=PASSWORD, language="nb").role

    assert sorted(at_once(accept, 4)) == ["colleague"] * 3 + ["main"]
    assert mains(organisation) == 1


def test_one_invitation_is_accepted_many_times_at_once(organisation):
    made, _key = invite(organisation, "en@samtidig.example.org")

    def accept():
        return trying(
            lambda: (
                services.join(made.pk, name="X", password=PASSWORD, language="nb").role
            )
        )

    assert sorted(at_once(accept, 4)) == [Refusal.CLOSED] * 3 + ["colleague"]
    assert len(roles(organisation)) == 1


def test_one_person_accepts_two_members_at_once(organisation, numbers):
    second = add_member("Samtidig To Demo AS")
    user = factories.user("to@samtidig.example.org")
    both = [invite(member, user.email)[0].pk for member in (organisation, second)]

    def accept():
        pk = both[numbers()]
        return trying(lambda: services.accept(pk, user).role)

    done = at_once(accept, 2)
    assert sorted(done) == sorted(["colleague", Refusal.OTHER_MEMBER])
    assert Affiliation.objects.filter(user=user).count() == 1


def test_role_is_handed_to_two_at_once(organisation, numbers):
    main = factories.member_person(
        "sjef@samtidig.example.org", organisation, role=Role.MAIN
    )
    people = [
        factories.member_person(f"nr{n}@samtidig.example.org", organisation)
        for n in range(3)
    ]
    chosen = [person.affiliation.pk for person in people]

    def hand_over():
        pk = chosen[numbers()]
        return trying(lambda: services.hand_over(organisation.pk, pk, by=main))

    done = at_once(hand_over, 3)
    assert done.count(Refusal.NOT_MAIN) == 2
    assert mains(organisation) == 1


def test_address_is_invited_many_times_at_once(organisation):
    def ask():
        return invite_once(organisation)

    assert len(set(at_once(ask, 4))) == 1
    assert organisation.invitations.count() == 1
    assert Email.objects.count() == 1


def invite_once(member) -> int:
    return services.invite(member, email="ny@samtidig.example.org", language="nb").pk
