"""Wagtail's scheduled publishing, with room made for what is due.

A slug that was free when a page was scheduled can be taken when its time comes.
Wagtail's command would stop there, and never come to the pages behind it.
"""

from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand
from wagtail.models import Revision

from ... import addresses
from ...pages import BilingualPage


class Command(WagtailCommand):
    """Publishes what is due; a taken slug gets a number."""

    def handle(self, *args, **options):
        """Number taken slugs in the revisions that are due, then publish."""
        if not options["dryrun"]:
            due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
            for revision in due:
                self.make_room(revision)
        super().handle(*args, **options)

    def make_room(self, revision: Revision) -> None:
        """Give the revision slugs that are free now."""
        page = revision.as_object()
        if not isinstance(page, BilingualPage):
            return
        parent, manager = page.get_parent(), type(page).all_pages()
        if not list(addresses.taken_slugs(page, parent, manager)):
            return
        addresses.number_taken_slugs(page, parent, manager)
        revision.content = page.serializable_data()
        revision.save(update_fields=["content"])
        self.stdout.write(f"{page.pk}: the address was taken, and got a number")
