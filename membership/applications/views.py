"""The steps, the status and the link: what the applicant's browser meets.

The link's token is exchanged for the browser's session in one request, so that it is in
no other page's address, and no other site is told it.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from ethicaltrade.bilingual import languages
from ethicaltrade.privacy.answers import secret_address
from ethicaltrade.users.limits import Limit, address_of

from . import access, details, forms, services
from .details import facts_of
from .limits import LOOKED_UP, SAVED, STARTED
from .models import Application, ApplicationPage, EventKind
from .steps import FIRST, STATUS, STEPS, SUMMARY, Step, next_undone

STEP = "pages/membership/applications/step.html"
STATUS_PAGE = "pages/membership/applications/status.html"
UNKNOWN = "pages/membership/applications/unknown.html"
BOXES = ("accepted", "consent")  # to be ticked each time


@secret_address
def open_link(request: HttpRequest, page: ApplicationPage, token: str) -> HttpResponse:
    """Changes nothing of the application: mail scanners follow links."""
    application = access.application_of(token)
    if application is None:
        raise Http404
    access.remember(request, application)
    return redirect(place_of(application, page, request))


def place_of(application: Application, page: ApplicationPage, request: Any) -> str:
    place = next_undone(application).key if application.is_draft else STATUS
    return page.subview_url(place, request=request)


# The steps


@secret_address
def step(request: HttpRequest, page: ApplicationPage, step: Step) -> HttpResponse:
    reference = request.POST.get("application", "")
    if request.method == "POST" and (reference or step is not FIRST):
        application = access.named(request, reference)
    elif request.method == "POST":
        return begin(request, page)
    else:
        application = access.current(request)
    if application is None:
        return _without_application(request, page, step)
    if not application.is_editable:
        return redirect(page.subview_url(STATUS, request=request))
    if elsewhere := _not_yet(application, step):
        return redirect(page.subview_url(elsewhere, request=request))
    if request.method == "POST":
        return take(request, page, step, application)
    form = make_form(step, page, application)
    return show(request, page, step, application, form)


def _without_application(
    request: HttpRequest, page: ApplicationPage, step: Step
) -> HttpResponse:
    if request.method != "POST" and step is FIRST:
        return show(request, page, step, None, forms.StartForm())
    context = {"page": page, "is_post": request.method == "POST"}
    status_code = 409 if context["is_post"] else 200
    return TemplateResponse(request, UNKNOWN, context, status=status_code)


def _not_yet(application: Application, step: Step) -> str:
    """The step to go to instead; empty when this one may be opened."""
    if not application.is_draft:
        return STATUS if step is SUMMARY else ""
    undone = next_undone(application)
    return undone.key if undone.number < step.number else ""


def begin(request: HttpRequest, page: ApplicationPage) -> HttpResponse:
    form, address = forms.StartForm(request.POST), address_of(request)
    if not form.is_valid():
        return show(request, page, FIRST, None, form)
    if STARTED.is_reached(address):
        form.add_error(None, too_many())
    elif fill(form, address):
        STARTED.count(address)
        stamp = form.cleaned_data["stamp"]
        application, is_mailed = services.start(form.values(), stamp=stamp)
        access.remember(request, application)
        query = "?begun=1" if is_mailed else ""
        return redirect(f"{place_of(application, page, request)}{query}")
    return show(request, page, FIRST, None, form)


def fill(form: forms.OrganisationForm, address: str) -> bool:
    """Fetch what the register knows; whether the form has all it needs."""
    if form.cleaned_data["name"] and form.cleaned_data["place"]:
        return True
    may_ask = not LOOKED_UP.is_reached(address)
    if may_ask:
        LOOKED_UP.count(address)
    return form.fill_from_register(may_ask=may_ask)


def take(
    request: HttpRequest, page: ApplicationPage, step: Step, application: Application
) -> HttpResponse:
    address = address_of(request)
    is_going_back = request.POST.get("go") == "back"
    if step is SUMMARY and is_going_back:
        return redirect(page.subview_url(SUMMARY.before.key, request=request))
    if step is SUMMARY:
        services.send(application.pk)  # once, however often it is pressed
        return redirect(f"{page.subview_url(STATUS, request=request)}?sent=1#state")
    form = make_form(step, page, application, request.POST)
    limit = _limit_on(form, application)
    if limit.is_reached(address):
        form.is_valid()
        form.add_error(None, too_many())
        return show(request, page, step, application, form)
    limit.count(address)
    if not (form.is_valid() and (step is not FIRST or fill(form, address))):
        services.keep_typed(application.pk, step.key, _typed(form))
        if is_going_back and step.before:
            return redirect(page.subview_url(step.before.key, request=request))
        return show(request, page, step, application, form)
    try:
        saved = services.save(application.pk, step.key, form.values())
    except services.NotNowError:
        return redirect(page.subview_url(STATUS, request=request))
    access.remember(request, saved)
    return redirect(_where_to(page, request, step, application, saved, is_going_back))


def _limit_on(form: forms.StepForm, application: Application) -> Limit:
    """Another recipient gets an e-mail, and so counts as a new application."""
    is_moved = "email" in form.fields and form.data.get("email") != application.email
    return STARTED if is_moved else SAVED


def _where_to(
    page: ApplicationPage,
    request: HttpRequest,
    step: Step,
    before: Application,
    saved: Application,
    is_going_back: bool,
) -> str:
    """On, back, or to the summary when nothing else is left."""
    if is_going_back and step.before:
        return page.subview_url(step.before.key, request=request)
    if step.key == "size" and saved.estimate != before.estimate:
        return f"{page.subview_url('size', request=request)}#estimate"
    undone = next_undone(saved)
    if not saved.is_draft:
        return page.subview_url(
            STATUS if undone is SUMMARY else undone.key, request=request
        )
    after = undone if undone is SUMMARY or step.after is None else step.after
    return page.subview_url(min(after, undone, key=_number).key, request=request)


def _number(step: Step) -> int:
    return step.number


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
        if name in form.data and name not in (*BOXES, "wording", "stamp")
    }


def show(
    request: HttpRequest,
    page: ApplicationPage,
    step: Step,
    application: Application | None,
    form: forms.StepForm | None,
) -> HttpResponse:
    shown = details.shown_to(application) if application else None
    context = {
        "page": page,
        "step": step,
        "steps": _progress(page, request, application),
        "form": form,
        "application": application,
        "estimate": shown if step.key == "size" else None,
        "principles": page.principles_in(languages.active()),
        "sections": [],
        "is_begun": "begun" in request.GET,
        "action": page.subview_url(step.key, request=request),
        "before": step.before and page.subview_url(step.before.key, request=request),
        "status_url": page.subview_url(STATUS, request=request),
    }
    if step is SUMMARY and application:
        context["sections"] = _sections(application, page, request)
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
    facts = facts_of(application)
    return [
        {
            "title": each.title,
            "facts": facts[each.key],
            "url": page.subview_url(each.key, request=request),
        }
        for each in STEPS
        if each is not SUMMARY
    ]


def too_many() -> str:
    return _("Much has come from you in a short time. Try again in an hour.")


# Afterwards


@secret_address
def status(request: HttpRequest, page: ApplicationPage) -> HttpResponse:
    application = access.current(request)
    if request.method == "POST" and request.POST.get("do") == "new":
        access.leave(request)
        return redirect(page.subview_url(FIRST.key, request=request))
    if request.method == "POST":
        application = access.named(request, request.POST.get("application", ""))
    if application is None:
        return _without_application(request, page, SUMMARY)
    if application.is_draft:
        return redirect(place_of(application, page, request))
    if request.method == "POST":
        return take_answer(request, page, application)
    return show_status(request, page, application, forms.AnswerForm())


def take_answer(
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
    is_taken = services.answer(application.pk, form.cleaned_data["answer"])
    query = "?answered=1" if is_taken else ""
    return redirect(f"{page.subview_url(STATUS, request=request)}{query}#state")


def show_status(
    request: HttpRequest,
    page: ApplicationPage,
    application: Application,
    form: forms.AnswerForm,
) -> HttpResponse:
    said = {EventKind.ASKED, EventKind.DECLINED}
    events = application.events.filter(kind__in=said)
    last = events.last()
    context = {
        "page": page,
        "application": application,
        "form": form if application.more_is_asked else None,
        "sections": _sections(application, page, request),
        "said": last.text if last else "",
        "is_sent": "sent" in request.GET,
        "is_answered": "answered" in request.GET,
        "action": page.subview_url(STATUS, request=request),
    }
    return TemplateResponse(request, STATUS_PAGE, context)
