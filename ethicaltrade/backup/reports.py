"""The e-mails to those who look after the site."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from ethicaltrade.mail.emails import send

from .selftest import Result


def addresses() -> list[str]:
    """BACKUP_REPORT_TO, or else the ADMINS."""
    return settings.BACKUP_REPORT_TO or [address for _name, address in settings.ADMINS]


def tell_result(result: Result) -> None:
    """How the trial went: well or not, since silence would say nothing."""
    context = {
        "backup": result.name,
        "is_well": result.is_well,
        "told": result.told,
    }
    _tell("backup/trial", context, f"trial:{_day(result.moment)}")


def tell_failure(error: Exception, now: datetime) -> None:
    """That there is no backup of this night: once, however often it is tried."""
    _tell("backup/failed", {"told": str(error)}, f"failed:{_day(now)}")


def _tell(template: str, context: dict, about: str) -> None:
    for address in addresses():
        send(
            template,
            address,
            settings.LANGUAGE_CODE,
            context,
            f"backup:{about}:{address}",
        )


def _day(moment: datetime) -> str:
    return timezone.localtime(moment).date().isoformat()
