"""What the site does by itself, apart from its post."""

from datetime import timedelta

from django.core.management import call_command

from ethicaltrade.scheduling.registry import periodic


@periodic(every=timedelta(minutes=1))
def publish_scheduled() -> None:
    """Publish and unpublish the pages whose time has come."""
    call_command("publish_scheduled", verbosity=0)
