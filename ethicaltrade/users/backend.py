"""Checking a password, with the same work whether there is an account or not."""

from allauth.account.auth_backends import AuthenticationBackend

from . import accounts
from .models import User


class PasswordBackend(AuthenticationBackend):
    """django-allauth's, with one query to find the person.

    Somebody who is switched off is not found, and a password is hashed all the same.
    """

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        return self._check_password(accounts.find(email), password)
