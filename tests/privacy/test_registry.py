"""What is kept of people is told them, erased with them, and not kept for ever."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from modeltranslation.fields import TranslationField

from ethicaltrade.privacy import registry, scheduled
from ethicaltrade.privacy.purposes import WITH_THE_ACCOUNT
from ethicaltrade.privacy.registry import sources

OURS = {"articles", "ethicaltrade", "events", "membership"}

# Models with words, addresses or keys of users that no source keeps, and why. What
# derives from one of them is as it is.
WITHOUT_A_SOURCE = {
    "Published words, written by the staff. Owners and locks are theirs.": {
        "basepage.BasePage",
        "core.Topic",
        "events.EventSpeaker",
        "events.Organisation",
        "events.ProgrammeItem",
        "resources.ResourceDocument",
        "membership.FeeTable",
        "membership.Member",
        "membership.Report",
    },
    "The organisation's own people and addresses, published by the staff.": {
        "core.Person",
        "core.SiteSettings",
    },
    "Pictures and documents. Who uploaded them is staff.": {
        "media.CustomDocument",
        "media.CustomImage",
        "media.CustomRendition",
        "media.UndeletedFile",
    },
    "What the site counts, finds and remembers of itself.": {
        "applications.PrinciplesVersion",
        "bilingual.OldAddress",
        "bilingual.TranslatedFrom",
        "events.CalendarEntry",
        "exchange.ImportLine",
        "privacy.Gate",
        "scheduling.JobRun",
        "watching.Trouble",
        "membership.OldSlug",
        "search.SearchEntry",
    },
    "The history of the CMS names those who work in it. They do not delete themselves: "
    "the technician does, and it then names nobody.": {
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
        "wagtailcore.APIToken",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.PageLogEntry",
        "wagtailcore.PageSubscription",
        "wagtailcore.Revision",
        "wagtailcore.TaskState",
        "wagtailcore.UploadedFile",
        "wagtailcore.WorkflowState",
        "wagtailusers.UserProfile",
    },
    "Not used: the site has models of its own.": {
        "wagtaildocs.Document",
        "wagtailimages.Image",
    },
}


def is_of_a_person(field: models.Field) -> bool:
    """An e-mail address, or a user's key."""
    return isinstance(field, models.EmailField) or (
        field.is_relation and field.related_model is get_user_model()
    )


def is_free_text(field: models.Field) -> bool:
    """Words that anybody may have written; codes are chosen."""
    kinds = models.CharField | models.TextField | models.JSONField
    return isinstance(field, kinds) and not field.choices


def telling_fields(model: type[models.Model]) -> set[str]:
    """Names of the fields that may tell of a person."""
    is_ours = model.__module__.split(".")[0] in OURS
    return {
        field.name
        for field in model._meta.concrete_fields
        if is_of_a_person(field)
        or (is_ours and is_free_text(field) and not isinstance(field, TranslationField))
    }


def kept():
    return {each.model: each for source in sources() for each in source.kept}


def excused():
    labels = set().union(*WITHOUT_A_SOURCE.values())
    return {apps.get_model(label) for label in labels}


def test_every_model_has_a_source_or_says_why_not():
    known, without = kept(), tuple(excused())
    missing = {
        model._meta.label: sorted(telling_fields(model))
        for model in apps.get_models()
        if telling_fields(model) and model not in known
        if not issubclass(model, without)
    }
    assert missing == {}


def test_every_field_of_a_source_is_said_something_about():
    for model, each in kept().items():
        erased = {*each.by, *each.fields, *each.staff}
        said = erased | {*each.others}
        names = {field.name for field in model._meta.get_fields()}
        assert said <= names, model
        assert telling_fields(model) <= said, model
        of_people = {f.name for f in model._meta.concrete_fields if is_of_a_person(f)}
        assert of_people <= erased, model
        assert each.by, model


def test_nothing_is_both_kept_and_excused():
    assert kept().keys().isdisjoint(excused())
    for model in excused():
        assert telling_fields(model), f"{model._meta.label} needs no excuse any more"


def test_what_is_kept_longer_than_the_account_is_erased_by_itself():
    for source in sources():
        until = [item.until for each in source.kept for item in each.items]
        assert all(each is WITH_THE_ACCOUNT for each in until) or (
            source.expire is not None
        ), source.name


def test_what_every_model_keeps_is_put_into_words():
    for model, each in kept().items():
        assert each.items, f"say what {model._meta.label} keeps, and for how long"


def test_what_fails_keeps_nothing_else_from_being_erased(monkeypatch):
    def fail(now):
        raise RuntimeError

    def made(name, expire):
        return replace(sources()[0], name=name, kept=(), expire=expire)

    done = [made("a", fail), made("b", lambda now: 2), made("c", None)]
    monkeypatch.setattr(scheduled, "sources", lambda: done[1:])
    assert scheduled.forget_expired() == "b: 2"
    erased = []
    done = [made("a", fail), made("b", erased.append)]
    monkeypatch.setattr(scheduled, "sources", lambda: done)
    with pytest.raises(ExceptionGroup):
        scheduled.forget_expired()
    assert len(erased) == 1


def test_name_of_a_source_is_given_once():
    with pytest.raises(ValueError, match="two sources"):
        registry.register(sources()[1])
