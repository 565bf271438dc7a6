"""A link leads to its record, and nothing made up, cut or revoked does."""

import re

import pytest

from ethicaltrade.core.tokens import LinkTokens, new_secret
from ethicaltrade.users.models import User

KINDS = [LinkTokens("one"), LinkTokens("two", separator=".")]


@pytest.fixture
def user(db):
    user = User.objects.create_user("kari@example.org")
    user.secret = new_secret()
    return user


class Records:
    """Stands for a queryset of records with secrets."""

    def __init__(self, user):
        self.user = user

    def filter(self, pk):
        return self

    def first(self):
        return self.user


@pytest.mark.parametrize("tokens", KINDS)
def test_token_leads_to_its_record(tokens, user):
    assert tokens.find(tokens.token_of(user), Records(user)) is user


def test_without_separator_a_token_may_stand_in_a_page_address(user):
    assert re.fullmatch(r"[\w-]+", KINDS[0].token_of(user), re.ASCII)


@pytest.mark.parametrize("tokens", KINDS)
def test_new_secret_revokes_the_token(tokens, user):
    token = tokens.token_of(user)
    user.secret = new_secret()
    assert tokens.find(token, Records(user)) is None


@pytest.mark.parametrize("tokens", KINDS)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[1:],
        lambda token: token[:-1],
        lambda token: token + "x",
        lambda token: "2" + token,
        lambda token: token.upper(),
        lambda token: token * 3,
        lambda token: "",
        lambda token: "æ-ø" + "\x00" * 50,
    ],
)
def test_spoilt_token_leads_nowhere(tokens, spoil, user):
    assert tokens.find(spoil(tokens.token_of(user)), Records(user)) is None


def test_token_of_another_kind_leads_nowhere(user):
    one, two = KINDS
    assert two.find(one.token_of(user), Records(user)) is None
    other = LinkTokens("three")
    assert other.find(one.token_of(user), Records(user)) is None
