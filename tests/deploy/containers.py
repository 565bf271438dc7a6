"""``compose.yaml`` by the document's own block, on a Debian with podman for Docker.

No registry of images is asked: Debian's own packages stand in for the four that the
project names, under their names. The project's Dockerfile is built as it is.
"""

import shutil

from . import around, document
from .machine import AUTHORITIES, Machine, base

NAME = "localhost"
"""For which Caddy signs the certificate itself."""
PACKAGES = "podman podman-docker podman-compose netavark aardvark-dns nftables git curl"
PROVIDER = (
    "export PODMAN_COMPOSE_PROVIDER=podman-compose PODMAN_COMPOSE_WARNING_LOGS=false\n"
)
FEW = """[containers]
pids_limit = 0
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
"""
"""What a machine within a machine may give."""
STAND_INS = {
    "python": "docker.io/library/python:3.13-slim",
    "database": "docker.io/library/postgres:17",
    "cache": "docker.io/library/redis:8-alpine",
    "proxy": "docker.io/library/caddy:2-alpine",
}
DOCKERFILE = """FROM scratch AS python
ADD base.tar /
COPY around/ /
RUN update-ca-certificates && apt-get update \\
    && apt-get install --yes --no-install-recommends python3-venv \\
    && ln -s /usr/bin/python3 /usr/local/bin/python

FROM python AS servers
RUN apt-get install --yes --no-install-recommends postgresql-17 redis-server caddy \\
    && setcap cap_net_bind_service=+ep /usr/bin/caddy

FROM servers AS database
ENV PATH=/usr/lib/postgresql/17/bin:$PATH PGDATA=/var/lib/postgresql/data
COPY begin /usr/local/bin/
CMD ["begin"]

FROM servers AS cache
COPY redis-server /usr/local/bin/

FROM servers AS proxy
ENV XDG_CONFIG_HOME=/config XDG_DATA_HOME=/data
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
"""
BEGIN = """#!/bin/sh
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    install -d -o postgres -m 700 "$PGDATA"
    install -o postgres -m 600 /dev/null /tmp/password
    echo "$POSTGRES_PASSWORD" > /tmp/password
    runuser -u postgres -- initdb --username "$POSTGRES_USER" --pwfile /tmp/password \\
        --auth-host scram-sha-256 --encoding UTF8 --locale C.UTF-8
    echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
    echo "CREATE DATABASE $POSTGRES_DB" \\
        | runuser -u postgres -- postgres --single -D "$PGDATA" postgres
fi
exec setpriv --reuid postgres --regid postgres --init-groups postgres \\
    -c listen_addresses='*'
"""
REDIS = """#!/bin/sh
exec /usr/bin/redis-server "$@" --protected-mode no
"""
TRIES = """
soon() { for _ in $(seq 120); do "$@" && return; sleep 5; done; return 1; }
signer() { docker compose exec proxy cat "$1" > /tmp/ca; }
ask() { curl --silent --show-error --cacert /tmp/ca "$@"; }
status() { docker compose exec worker python manage.py worker --status; }
healthy() { docker inspect --format '{{.State.Health.Status}}' "$1" | grep healthy; }
echo "== Through Caddy"
soon signer /data/caddy/pki/authorities/local/root.crt
soon ask --fail https://localhost/readyz
ask --fail --head https://localhost/en/konto/login/ | grep -i -e HTTP -e security
ask --write-out '%{http_code} %{redirect_url}\n' http://localhost/
echo "== The worker, and a backup"
docker compose exec worker python manage.py backup
docker compose exec worker python manage.py backup --check
soon status
echo "== By nobody in particular, who may write nothing"
docker compose exec web id
! docker compose exec web touch /app/x
echo "== Healthy, and an end in good order"
soon healthy ethicaltrade_web_1
soon healthy ethicaltrade_worker_1
docker compose stop
for part in web worker proxy; do
    docker inspect --format "$part {{.State.ExitCode}}" "ethicaltrade_${part}_1"
done
"""


def prepared(server: Machine, release: str) -> None:
    """Podman, called docker, with images under the names that the project gives."""
    server.run(f"apt-get update && apt-get install --yes {PACKAGES}")
    for place, text in (
        ("etc/containers/containers.conf", FEW),
        ("root/images/Dockerfile", DOCKERFILE),
        ("root/images/begin", BEGIN),
        ("root/images/redis-server", REDIS),
        ("etc/containers/nodocker", ""),
    ):
        file = server.root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(0o755)
    images = server.root / "root/images"
    shutil.copy(base(release), images / "base.tar")
    trusted = images / "around" / str(AUTHORITIES).lstrip("/")
    trusted.mkdir(parents=True)
    for authority in AUTHORITIES.glob("*.crt"):
        shutil.copy(authority, trusted)
    if (server.root / "etc/pip.conf").exists():
        (images / "around/etc").mkdir()
        shutil.copy(server.root / "etc/pip.conf", images / "around/etc")
    for target, name in STAND_INS.items():
        server.run(f"cd /root/images && podman build --target {target} --tag {name} .")


def script() -> str:
    """The document's block, and a look at what it started."""
    (block,) = document.blocks("With containers")
    answers = around.ANSWERS | {"NAME": NAME, "EMAIL_URL": "consolemail://"}
    given = "".join(f"{name}='{value}'\n" for name, value in answers.items())
    return f"{PROVIDER}{given}cd /root\n{block.text}{TRIES}"
