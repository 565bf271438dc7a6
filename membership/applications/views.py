"""The steps, the status and the link: what the applicant's browser meets.

The link's token is exchanged for the browser's session in one request, so that it is in
no other page's address, and no other site is told it.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ethicaltrade.bilingual import languages
from ethicaltrade.core.dead_links import dead_link
from ethicaltrade.core.unsent import not_sent, unsent_of
from ethicaltrade.privacy.cache_control import secret_address
from ethicaltrade.users.limits import Limit, address_of

from . import details, forms, services, session
from .details import details_of
from .limits import LOOKED_UP, SAVED, STARTED
from .models import Application, ApplicationPage, EventKind
from .steps import FIRST, STATUS, STEPS, SUMMARY, Step, next_undone

STEP = "pages/membership/applications/step.html"
STATUS_PAGE = "pages/membership/applications/status.html"
DEAD_LINK = "pages/membership/applications/link_unknown.html"
UNKNOWN = "pages/membership/applications/unknown.html"
CHECKBOXES = ("accepted", "consent")  # to be ticked each time


@secret_address
def open_link(request: HttpRequest, page: ApplicationPage, token: str) -> HttpResponse:
    """Changes nothing of the application: mail scanners follow links."""
    application = session.find_by_token(token)
    if application is None:
        return dead_link(request, services.send_links, template=DEAD_LINK, page=page)
    session.remember(request, application)
    return _redirect(request, page, _next_of(application))


def _next_of(application: Application) -> str:
    """The step that comes next, or the status."""
    return next_undone(application).key if application.is_draft else STATUS


def _redirect(
    request: HttpRequest, page: ApplicationPage, name: str, suffix: str = ""
) -> HttpResponse:
    return redirect(page.subview_url(name, request=request) + suffix)


# The steps


@secret_address
def step(request: HttpRequest, page: ApplicationPage, step: Step) -> HttpResponse:
    unsent = unsent_of(request)
    reference = unsent.data.get("application", "") if unsent else ""
    if request.method == "POST" and step is FIRST and not reference:
        return start(request, page)
    if unsent:  # the form's own application, whatever another tab has opened since
        application = session.find_by_reference(request, reference)
    else:
        application = session.current(request)
    if application is None:
        return _without_application(request, page, step)
    if not application.is_editable:
        return _too_late(request, page)
    if elsewhere := _step_before(application, step):
        return _first(request, page, step, application, elsewhere)
    if request.method == "POST":
        return save(request, page, step, application)
    form = make_form(step, page, application)
    return show_step(request, page, step, application, form)


def _without_application(
    request: HttpRequest, page: ApplicationPage, step: Step
) -> HttpResponse:
    unsent = unsent_of(request)
    names_one = bool(unsent and unsent.data.get("application"))
    if request.method != "POST" and step is FIRST and not names_one:
        return show_step(request, page, step, None, forms.StartForm())
    if unsent:
        unsent.is_shown = True
    context = {"page": page, "unsent": unsent}
    return TemplateResponse(request, UNKNOWN, context, status=409 if unsent else 200)


def _too_late(request: HttpRequest, page: ApplicationPage) -> HttpResponse:
    """To the status; with what was typed, if anything was."""
    unsent = unsent_of(request)
    if unsent and unsent.typed:
        return not_sent(request, unsent, "closed")
    return _redirect(request, page, STATUS)


def _first(
    request: HttpRequest,
    page: ApplicationPage,
    step: Step,
    application: Application,
    elsewhere: str,
) -> HttpResponse:
    """To another step first; what was typed in this one is kept for it."""
    unsent = unsent_of(request)
    if request.method != "POST" or not unsent or not unsent.typed or not step.form:
        return _redirect(request, page, elsewhere)
    form = make_form(step, page, application, request.POST)
    services.keep_typed(application.pk, step.key, _typed(form))
    return _redirect(request, page, elsewhere, "?first=1")


def _step_before(application: Application, step: Step) -> str:
    """The step to go to instead; empty when this one may be opened."""
    if not application.is_draft:
        return STATUS if step is SUMMARY else ""
    undone = next_undone(application)
    return undone.key if undone.number < step.number else ""


def start(request: HttpRequest, page: ApplicationPage) -> HttpResponse:
    form, address = forms.StartForm(request.POST), address_of(request)
    if not form.is_valid():
        return show_step(request, page, FIRST, None, form)
    if STARTED.is_reached(address):
        form.add_error(None, too_many())
    elif complete(form, address):
        STARTED.count(address)
        stamp = form.cleaned_data["stamp"]
        application, is_mailed = services.start(form.values(), stamp=stamp)
        session.remember(request, application)
        query = "?begun=1" if is_mailed else ""
        return _redirect(request, page, _next_of(application), query)
    return show_step(request, page, FIRST, None, form)


def complete(form: forms.OrganisationForm, address: str) -> bool:
    """Fetch what the register knows; whether the form has all it needs."""
    if form.cleaned_data["name"] and form.cleaned_data["place"]:
        return True
    may_ask = not LOOKED_UP.is_reached(address)
    if may_ask:
        LOOKED_UP.count(address)
    return form.fill_from_register(may_ask=may_ask)


def save(
    request: HttpRequest, page: ApplicationPage, step: Step, application: Application
) -> HttpResponse:
    address = address_of(request)
    is_going_back = request.POST.get("go") == "back"
    if step is SUMMARY and is_going_back:
        return _redirect(request, page, SUMMARY.before.key)
    if step is SUMMARY:
        services.send(application.pk)  # once, however often it is pressed
        return _redirect(request, page, STATUS, "?sent=1#state")
    form = make_form(step, page, application, request.POST)
    limit = _limit_on(form, application)
    if limit.is_reached(address):
        form.is_valid()
        form.add_error(None, too_many())
        return show_step(request, page, step, application, form)
    limit.count(address)
    if not (form.is_valid() and (step is not FIRST or complete(form, address))):
        services.keep_typed(application.pk, step.key, _typed(form))
        if is_going_back and step.before:
            return _redirect(request, page, step.before.key)
        return show_step(request, page, step, application, form)
    try:
        saved = services.save(application.pk, step.key, form.values())
    except services.NotNowError:
        return _too_late(request, page)
    session.remember(request, saved)
    if is_going_back and step.before:
        return _redirect(request, page, step.before.key)
    if step.key == "size" and saved.estimate != application.estimate:
        return _redirect(request, page, "size", "#estimate")
    return _redirect(request, page, _step_after(step, saved))


def _limit_on(form: forms.StepForm, application: Application) -> Limit:
    """Another recipient gets an e-mail, and so counts as a new application."""
    is_moved = "email" in form.fields and form.data.get("email") != application.email
    return STARTED if is_moved else SAVED


def _step_after(step: Step, saved: Application) -> str:
    """The next step, or the first undone one, if that comes before it."""
    undone = next_undone(saved)
    if not saved.is_draft:
        return STATUS if undone is SUMMARY else undone.key
    after = undone if undone is SUMMARY or step.after is None else step.after
    return min(after, undone, key=lambda each: each.number).key


def make_form(
    step: Step, page: ApplicationPage, application: Application, data: Any = None
) -> forms.StepForm | None:
    """The step's form, with what is stored and typed; None for the summary."""
    if step.form is None:
        return None
    more: dict[str, Any] = {}
    if step.form is forms.PrinciplesForm:
        worded = page.principles_in(languages.active())
        more = {"text": worded.text, "language": worded.language}
    if data is not None:
        return step.form(data, application=application, **more)
    initial = {name: getattr(application, name, None) for name in step.form.base_fields}
    initial["homepage"] = application.website
    if step.key == "contacts" and not application.contact_email:
        initial["contact_email"] = application.email
    initial |= application.typed.get(step.key, {})
    return step.form(initial=initial, application=application, **more)


def _typed(form: forms.StepForm) -> dict[str, str]:
    """Boxes are to be ticked again."""
    return {
        name: form.data[name]
        for name in form.fields
        if name in form.data and name not in (*CHECKBOXES, "wording", "stamp")
    }


def show_step(
    request: HttpRequest,
    page: ApplicationPage,
    step: Step,
    application: Application | None,
    form: forms.StepForm | None,
) -> HttpResponse:
    shown = details.shown_to(application) if application else None
    is_summary = step is SUMMARY and application is not None
    context = {
        "page": page,
        "step": step,
        "steps": _progress(page, request, application),
        "form": form,
        "application": application,
        "estimate": shown if step.key == "size" else None,
        "principles": page.principles_in(languages.active()),
        "sections": is_summary and _sections(application, page, request),
        "is_begun": "begun" in request.GET,
        "is_first": "first" in request.GET,
        "action": page.subview_url(step.key, request=request),
        "before": step.before and page.subview_url(step.before.key, request=request),
        "status_url": page.subview_url(STATUS, request=request),
    }
    return TemplateResponse(request, STEP, context)


def _progress(
    page: ApplicationPage, request: HttpRequest, application: Application | None
) -> list[dict[str, Any]]:
    """For components/form_steps.html; steps can be opened again."""
    return [
        {
            "title": each.title,
            "url": page.subview_url(each.key, request=request) if application else "",
        }
        for each in STEPS
    ]


def _sections(
    application: Application, page: ApplicationPage, request: HttpRequest
) -> list[dict[str, Any]]:
    rows = details_of(application)
    return [
        {
            "title": each.title,
            "details": rows[each.key],
            "url": page.subview_url(each.key, request=request),
        }
        for each in STEPS
        if each is not SUMMARY
    ]


def too_many() -> str:
    return _("You have sent a lot in a short time. Try again in an hour.")


# Afterwards


@secret_address
def status(request: HttpRequest, page: ApplicationPage) -> HttpResponse:
    application = session.current(request)
    if request.method == "POST" and request.POST.get("do") == "new":
        session.forget(request)
        return _redirect(request, page, FIRST.key)
    if request.method == "POST":
        application = session.find_by_reference(
            request, request.POST.get("application", "")
        )
    if application is None:
        return _without_application(request, page, SUMMARY)
    if application.is_draft:
        return _redirect(request, page, _next_of(application))
    if request.method == "POST":
        return save_answer(request, page, application)
    return show_status(request, page, application, forms.AnswerForm())


def save_answer(
    request: HttpRequest, page: ApplicationPage, application: Application
) -> HttpResponse:
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return show_status(request, page, application, form)
    address = address_of(request)
    if SAVED.is_reached(address):
        form.add_error(None, too_many())
        return show_status(request, page, application, form)
    SAVED.count(address)
    if not services.answer_question(application.pk, form.cleaned_data["answer"]):
        return _too_late(request, page)
    return _redirect(request, page, STATUS, "?answered=1#state")


def show_status(
    request: HttpRequest,
    page: ApplicationPage,
    application: Application,
    form: forms.AnswerForm,
) -> HttpResponse:
    messages = {EventKind.ASKED, EventKind.DECLINED}
    last = application.events.filter(kind__in=messages).last()
    context = {
        "page": page,
        "application": application,
        "form": form if application.more_is_asked else None,
        "sections": _sections(application, page, request),
        "message": last.text if last else "",
        "is_sent": "sent" in request.GET,
        "is_answered": "answered" in request.GET,
        "action": page.subview_url(STATUS, request=request),
    }
    return TemplateResponse(request, STATUS_PAGE, context)
