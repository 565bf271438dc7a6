# The site as it runs in production. Settings come from the environment:
# ethicaltrade/settings/production.py names those it needs.
FROM python:3.13-slim AS build

# Compiled once here; the site's own account may write nothing where it runs.
ENV PATH=/venv/bin:$PATH
RUN python -m venv /venv

WORKDIR /app

# Before the code, so that a change of code does not install them again.
COPY requirements/production.txt requirements/
RUN pip install --no-cache-dir --require-hashes --requirement requirements/production.txt

COPY . .

# The build needs settings to be there, and keeps none of these values.
RUN python locale/compile.py \
    && SECRET_KEY="only-while-the-image-is-built-0123456789-abcdefghijklmnopqrstuvwxyz" \
        DJANGO_SETTINGS_MODULE=ethicaltrade.settings.production \
        ALLOWED_HOSTS=localhost BASE_URL=https://localhost \
        DATABASE_URL=sqlite://:memory: CACHE_URL=dbcache:// EMAIL_URL=consolemail:// \
        DEFAULT_FROM_EMAIL=post@example.org \
        python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q . \
    && mkdir -p var/media var/private var/backups


FROM python:3.13-slim

ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=ethicaltrade.settings.production

# An account without rights; the number is fixed so that a volume keeps its owner.
RUN groupadd --gid 10001 site \
    && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin site

WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
RUN chown site:site var/media var/private var/backups

# By its number: where an account without rights is asked for, a name does not tell.
USER 10001:10001
EXPOSE 8000
# All it writes; the rest of the file system may be read-only, but for /tmp.
VOLUME ["/app/var/media", "/app/var/private"]

# Asked under the site's own name: Django refuses hosts it does not know.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.parse, urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz', headers={'Host': urllib.parse.urlsplit(os.environ['BASE_URL']).netloc}), timeout=4)"]

# gunicorn reads the number of workers from WEB_CONCURRENCY. Its heartbeat file
# lies in memory: a slow disk must not look like a hung worker.
CMD ["gunicorn", "ethicaltrade.wsgi", "--bind", "0.0.0.0:8000", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-", "--logger-class", "ethicaltrade.logs.Logger"]
