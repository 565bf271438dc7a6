"""What the rules of python.yml find, and what they let be. Never imported or run."""

import socket
import urllib.request

from django.core import mail
from django.core.cache import caches
from django.core.mail import EmailMessage, send_mail


# ruleid: csrf-exempt
@csrf_exempt
def hook(request): ...


@require_POST
# ok: csrf-exempt
def posted(request): ...


def html(name, html):
    # ruleid: html-put-together
    format_html(f"<b>{name}</b>")
    # ruleid: html-put-together
    format_html("<b>" + name + "</b>")
    # ruleid: html-put-together
    format_html("<b>%s</b>" % name)
    # ruleid: html-put-together
    format_html("<b>{}</b>".format(name))
    # ruleid: html-put-together
    SafeString(name)
    # ruleid: html-put-together
    HttpResponse(f"<p>{name}</p>")
    # ok: html-put-together
    HttpResponse(f"{name}\n", content_type="text/plain")
    # ok: html-put-together
    SafeString("")
    # ok: html-put-together
    format_html("<b>{}</b>", name)


def sql(cursor, name, number):
    # ruleid: own-sql
    cursor.execute(f"LOCK TABLE {name}")
    # ruleid: own-sql
    cursor.execute("LOCK TABLE " + name)
    # ruleid: own-sql
    cursor.execute("LOCK TABLE %s" % name)
    # ruleid: own-sql
    cursor.execute("LOCK TABLE {}".format(name))
    # ruleid: own-sql
    EventPage.objects.raw("SELECT * FROM events")
    # ruleid: own-sql
    queryset.annotate(n=RawSQL("SELECT 1", []))
    # ok: own-sql
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def letters(user):
    # ruleid: mail-past-the-queue
    send_mail("Hello", "", None, [user.email])
    # ruleid: mail-past-the-queue
    mail.mail_admins("Hello", "")
    # ruleid: mail-past-the-queue
    EmailMessage("Hello").send()
    # ruleid: mail-past-the-queue
    user.email_user("Hello", "")
    # ok: mail-past-the-queue
    queue("welcome", user.email, {})


def kept(user, key):
    # ruleid: cache-of-its-own
    caches["default"].set(f"menu {user.pk}", "")
    # ok: cache-of-its-own
    remembered(("menu", user.pk), make)


def waits(address):
    # ruleid: no-timeout
    urllib.request.urlopen(address)
    # ruleid: no-timeout
    socket.create_connection(address)
    # ok: no-timeout
    urllib.request.urlopen(address, timeout=3)


def goes(request, page):
    # ruleid: redirect-to-what-was-sent
    redirect(request.GET["next"])
    address = request.POST.get("next", "")
    if address:
        # ruleid: redirect-to-what-was-sent
        return HttpResponseRedirect(address)
    if not address:
        # ruleid: redirect-to-what-was-sent
        return redirect(f"{address}?sent=1")
    if url_has_allowed_host_and_scheme(address, HOSTS):
        # ok: redirect-to-what-was-sent
        return redirect(address)
    # ok: redirect-to-what-was-sent
    redirect(f"{page.url}?sent={address}")
    # ok: redirect-to-what-was-sent
    redirect("sent", address)
    # ok: redirect-to-what-was-sent
    return redirect(page.url)


def tells(request, user, form):
    # ruleid: person-in-the-log
    logger.info("Came from %s", request.META)
    # ruleid: person-in-the-log
    logger.warning("Was sent: %s", dict(request.POST))
    # ruleid: person-in-the-log
    logger.error(f"No e-mail to {user.email}")
    # ruleid: person-in-the-log
    logger.exception("Failed", extra={"form": form.cleaned_data})
    # ok: person-in-the-log
    logger.info("User %s", user.pk)
    # ok: person-in-the-log
    messages.error(request, user.email)


def lists(user, page):
    # ruleid: pages-for-everyone
    ArticlePage.objects.live().order_by("-date")
    # ruleid: pages-for-everyone
    EventPage.objects.all()
    # ruleid: pages-for-everyone
    page.get_children().live().in_menu()
    # ok: pages-for-everyone
    ArticlePage.objects.live().visible_to(user)
    # ok: pages-for-everyone
    ArticlePage.objects.to_list(user).newest_first()
    # ok: pages-for-everyone
    Registration.objects.live()


# ruleid: my-page-without-its-gate
def invoices(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "pages/mypage/invoices.html")


# ruleid: my-page-without-its-gate
@require_safe
def minutes(request: HttpRequest, year: int) -> HttpResponseBase:
    return FileResponse(Minutes.objects.get(year=year).file)


# ok: my-page-without-its-gate
@require_safe
@for_members
def reports(request: HttpRequest, member: Member) -> HttpResponse:
    return TemplateResponse(request, "pages/mypage/reports.html")


# ok: my-page-without-its-gate
def membership_of(request: HttpRequest) -> Membership:
    return Membership(request.user)


def links(document):
    # ruleid: file-by-its-address
    document.file.url
    # ok: file-by-its-address
    document.url


def comes_from(request):
    # ruleid: visitors-address
    request.META.get("REMOTE_ADDR", "")
    # ruleid: visitors-address
    request.META["HTTP_X_FORWARDED_FOR"]
    # ok: visitors-address
    address_of(request)


def letter(request, page):
    # ruleid: host-in-an-email
    request.build_absolute_uri(page.url)
    # ruleid: host-in-an-email
    f"https://{request.get_host()}{page.url}"
    # ok: host-in-an-email
    f"{settings.BASE_URL}{page.url}"
