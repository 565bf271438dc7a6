"""One mailbox is one person, however the address is written, at every door."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ethicaltrade.mail.addresses import check_address
from ethicaltrade.mail.delivery import message_of
from ethicaltrade.mail.emails import send
from ethicaltrade.mailboxes import mailbox
from ethicaltrade.mypage.forms import DeleteAccountForm
from ethicaltrade.privacy.registry import with_address_of
from ethicaltrade.users import accounts, limits
from ethicaltrade.users.models import EarlierAddress
from events.models import Registration
from membership.affiliations.models import Invitation
from membership.affiliations.services import account_of
from membership.applications.models import Application
from tests.events.registration.support import put
from tests.membership.factories import add_member
from tests.support import factories

User = get_user_model()

SAME = [
    ("kari@example.org", "Kari@EXAMPLE.org"),
    ("kari@blåbær.no", "kari@xn--blbr-roah.no"),
    ("kari@xn--blbr-roah.no", "kari@blåbær.no"),
    ("kari@blåbær.no", "KARI@BLÅBÆR.NO"),
    ("kari@groß.example", "kari@xn--gro-7ka.example"),
]
OTHERS = [
    ("kari@groß.example", "kari@gross.example"),
    ("kari@gross.example", "kari@groß.example"),
    ("kari@blåbær.no", "kari@blabaer.no"),
    ("kari@example.org", "kari@example.com"),
]


def by_log_in(stored, asked):
    factories.user(stored)
    return accounts.find(asked) is not None


def by_password(stored, asked):
    factories.user(stored)
    found = authenticate(email=asked, password=factories.PASSWORD)
    return found is not None


def by_natural_key(stored, asked):
    factories.user(stored)
    try:
        return bool(User.objects.get_by_natural_key(asked))
    except User.DoesNotExist:
        return False


def by_new_account(stored, asked):
    User.objects.create_user(stored)
    try:
        with transaction.atomic():
            User.objects.create_user(asked)
    except IntegrityError:
        return True
    return False


def by_invited_account(stored, asked):
    factories.user(stored)
    return account_of(asked) is not None


def by_invitation(stored, asked):
    Invitation.objects.create(
        member=add_member(), email=stored, expires_at=timezone.now()
    )
    return Invitation.objects.all().to(asked).exists()


def by_limit(stored, asked):
    return limits.account_of(stored) == limits.account_of(asked)


def by_confirming(stored, asked):
    return DeleteAccountForm({"email": asked}, emails=[stored]).is_valid()


def by_personal_data(stored, asked):
    Application.objects.create(contact_email=stored)
    person = factories.user(asked)
    return Application.objects.filter(
        with_address_of(person, ["contact_email"])
    ).exists()


def by_earlier_address(stored, asked):
    Application.objects.create(contact_email=stored)
    person = factories.user("ny@example.net")
    later = timezone.now() + timedelta(hours=1)
    EarlierAddress.objects.create(user=person, email=asked, until=later)
    return Application.objects.filter(
        with_address_of(person, ["contact_email"])
    ).exists()


def by_delivery(stored, asked):
    """Where the mail goes: the servers' own spelling."""
    sent = [
        message_of(send("users/login_code", address, "nb", CODE, key=address))
        for address in (stored, asked)
    ]
    headers = [message.message()["To"].lower() for message in sent]
    return headers[0] == headers[1]


CODE = {"code": "1", "minutes": 5}
DOORS = [
    by_log_in,
    by_password,
    by_natural_key,
    by_new_account,
    by_invited_account,
    by_invitation,
    by_limit,
    by_confirming,
    by_personal_data,
    by_earlier_address,
    by_delivery,
]


@pytest.mark.django_db
@pytest.mark.every_database
@pytest.mark.parametrize("door", DOORS)
def test_a_mailbox_is_one_at_every_door(door):
    for pairs, expected in ((SAME, True), (OTHERS, False)):
        for stored, asked in pairs:
            with transaction.atomic():
                assert door(stored, asked) is expected, (stored, asked)
                transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_mailbox_registers_once(programme, one, other):
    event = put(programme)
    Registration.objects.create(event=event, state="waiting", name="x", email=one)
    assert Registration.objects.live().of_address(other).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(event=event, state="waiting", name="x", email=other)


@pytest.mark.django_db
@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_two_mailboxes_register_each(programme, one, other):
    event = put(programme)
    for email in (one, other):
        Registration.objects.create(event=event, state="waiting", name="x", email=email)
    assert Registration.objects.live().of_address(one).count() == 1


@pytest.mark.parametrize(
    "address", ["", "kari", "@", "a@b@c", "kari@\x00", "kari@xn--\u00e5", "x" * 5000]
)
def test_anything_typed_has_a_key(address):
    assert mailbox(mailbox(address)) == mailbox(address)
    assert len(mailbox(address)) <= 254


@pytest.mark.parametrize("letter", ["\u017f", "\u212a"])
def test_letter_that_is_another_in_capitals_is_refused(letter):
    with pytest.raises(ValidationError):
        check_address(f"kari{letter}@example.org")
