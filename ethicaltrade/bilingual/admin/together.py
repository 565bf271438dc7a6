"""Two editors on one page: each saves what they changed.

A form is sent with the version that it *shows*; its **base**. Where another version has
been saved since, the two are merged (:func:`.versions.merge`), and what both changed is
told as a conflict. A form does not show what was merged into its page, so what it
showed is kept as a version of its own, and is the base of the form's next save.
"""

from typing import Any

from django.http import HttpResponse
from django.utils.functional import cached_property
from wagtail.admin.models import EditingSession
from wagtail.models import Revision, get_default_page_content_type

from .. import (
    newer,
    versions,
)
from ..forms import BASE, SEEN


class AsItIs:
    """In the place of a record that Wagtail saves each time."""

    def save(self) -> None:
        """Nothing has changed in it."""


class MergesVersions:
    """Of the edit view of a page, before Wagtail's own."""

    request: Any
    form: Any
    page: Any
    subscription: Any
    real_page_record: Any
    latest_revision: Revision | None
    expects_json_response: bool
    is_reverting: bool

    @cached_property
    def base(self) -> Revision | None:
        """What the form shows, where that is not the latest version."""
        sent = self.request.POST
        is_plain = self.request.method == "POST" and not self.is_reverting
        if not is_plain or self.latest_revision is None:
            return None
        for name in (BASE, "overwrite_revision_id", "loaded_revision_id"):
            if not (key := sent.get(name, "")).isdecimal():
                continue
            if key == str(self.latest_revision.pk):
                return None
            revision = self.real_page_record.revisions.filter(pk=key).first()
            if revision is None:
                return None
            if name == "loaded_revision_id" and is_overwritten(revision, sent):
                return None
            return revision
        return None

    @cached_property
    def is_out_of_date(self) -> bool:
        """Where it is not known what the form showed."""
        is_known = self.base is not None
        return not is_known and bool(
            newer.newer_version(self.real_page_record, self.request.POST)
        )

    def get_object(self) -> Any:
        """What the form showed, so that what it does not send is no change."""
        if self.base is not None:
            return self.real_page_record.specific.with_content_json(self.base.content)
        return super().get_object()  # type: ignore[misc]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self._must_not_overwrite():
            request.POST = request.POST.copy()
            request.POST.pop("overwrite_revision_id", None)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def _must_not_overwrite(self) -> bool:
        """A version that is not the editor's last, or that another editor may show."""
        own = self.request.POST.get("overwrite_revision_id")
        if not own:
            return False
        latest = self.latest_revision
        if latest is None or own != str(latest.pk):
            return True
        others = EditingSession.objects.available().filter(
            content_type=get_default_page_content_type(),
            object_id=str(self.real_page_record.pk),
        )
        return others.exclude(user=self.request.user).exists()

    def form_valid(self, form: Any) -> HttpResponse:
        latest = self.latest_revision
        if latest is None or self.is_reverting:
            return super().form_valid(form)  # type: ignore[misc]
        if self.base is None:
            if self.is_out_of_date:
                return self._refuse(form, latest, [])
            return super().form_valid(form)  # type: ignore[misc]
        conflicts = form.merge(self.base.content, latest.content)
        if conflicts and self.request.POST.get(SEEN) != str(latest.pk):
            return self._refuse(form, latest, conflicts)
        self._keep_what_is_shown(form)
        return super().form_valid(form)  # type: ignore[misc]

    def save_action(self) -> HttpResponse:
        """What has been read, or is as it was, is neither read nor written again."""
        if self.request.POST.get("overwrite_revision_id"):  # the latest; see above
            self.request.POST = self.request.POST.copy()
            del self.request.POST["overwrite_revision_id"]
            self.form.instance.written_over = self.latest_revision
        if "comment_notifications" not in self.form.changed_data:
            self.subscription = AsItIs()
        return super().save_action()  # type: ignore[misc]

    def _refuse(
        self, form: Any, latest: Revision, conflicts: list[versions.Change]
    ) -> HttpResponse:
        """The editor is told of the latest version, and then may save over it."""
        sentence = newer.sentence(latest, versions.labels(type(self.page), conflicts))
        if self.expects_json_response:
            return self.json_error_response(  # type: ignore[attr-defined]
                "invalid_revision", sentence
            )
        form.add_error(None, sentence)
        form.stop_saving_by_itself()
        if self.base is not None:
            form.data = form.data.copy()
            form.data[BASE], form.data[SEEN] = str(self.base.pk), str(latest.pk)
        return self.form_invalid(form)  # type: ignore[attr-defined]

    def _keep_what_is_shown(self, form: Any) -> None:
        """As a version that never was the latest."""
        base, user = self.base, self.request.user
        if base and str(base.pk) == self.request.POST.get(BASE) and base.user == user:
            base.content = form.shown
            base.save(update_fields=["content"])
        else:
            base = Revision.objects.create(
                content_object=self.real_page_record.specific,
                base_content_type=self.real_page_record.get_base_content_type(),
                user=user,
                content=form.shown,
                object_str=str(form.instance),
            )
        form.base = base.pk


def is_overwritten(revision: Revision, sent: Any) -> bool:
    """Whether somebody has saved into it since the form was opened."""
    at = sent.get("loaded_revision_created_at", "")
    return at != revision.created_at.isoformat()
