"""What is wrong with the settings of the backup, before one is needed."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from . import shelf
from .locking import SHORTEST


@register(Tags.security)
def check_key(**kwargs: Any) -> list[CheckMessage]:
    key = settings.BACKUP_KEY
    if key and (len(key) < SHORTEST or len(set(key)) < 8):
        return [
            Error(
                "BACKUP_KEY is too weak: a backup can be guessed at for years.",
                hint="Take 32 random bytes: secrets.token_urlsafe(32), in Python.",
                id="backup.E001",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def check_lock(**kwargs: Any) -> list[CheckMessage]:
    if shelf.is_set() and not settings.BACKUP_KEY:
        return [
            Warning(
                "Backups are written for anybody who comes by the file to read.",
                hint="Set BACKUP_KEY, and keep it where the backups are not.",
                id="backup.W001",
            )
        ]
    return []
