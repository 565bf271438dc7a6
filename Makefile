# Everything a developer types, on a machine with Python 3.11 or newer, make and
# git. `make help` lists it. Data the site writes lives in var/.

.DEFAULT_GOAL := help
# Steps come one after the other, but for the linters, which share nothing.
ifndef AT_ONCE
.NOTPARALLEL:
endif
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 8000
PYTEST_WORKERS ?= 2
PYTEST = $(BIN)/pytest -n $(PYTEST_WORKERS) --dist worksteal

VENV := .venv
BIN := $(VENV)/bin
FLOORS := var/floors
INSTALLED := $(VENV)/.installed
MANAGE := $(BIN)/python manage.py

# Compiled code and pytest's rewritten tests are kept for the next process.
unexport PYTHONDONTWRITEBYTECODE

# What runs on the server.
CODE := articles ethicaltrade events membership locale

# A step of `make test` says its name before it starts.
step = @printf '\n== %s\n' '$(1)'
# The SQLite steps must not reach a database that the environment names.
ON_SQLITE := env -u DATABASE_URL

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} \
	    /^##@ / {printf "\n%s\n", substr($$0, 5)} \
	    /^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@printf '\n  PORT=8001 chooses another port; PYTHON=python3.13 another Python.\n'

# --- Setting up -------------------------------------------------------------

# The stamp is older than the lock exactly when the lock has changed.
$(INSTALLED): requirements/development.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; choose one with PYTHON=" if sys.version_info < (3, 11) else 0)'
	@echo "Installing the locked dependencies in $(VENV) (a minute the first time)"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@# uv as it is locked, which installs the others in half the time, and compiles them.
	@awk '/^[^ #]/ {is_uv = /^uv==/} is_uv' $< > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(VENV)/uv.txt
	@$(BIN)/uv pip install --quiet --python $(VENV) --require-hashes --compile-bytecode --requirement $<
	@touch $@

# Beside the others, whose versions it would decide; read when its lock changes.
SEMGREP := $(VENV)/semgrep
# It tells nobody of it, and writes nothing at home.
SEMGREP_ALONE := SEMGREP_SEND_METRICS=off SEMGREP_ENABLE_VERSION_CHECK=0 \
    SEMGREP_SETTINGS_FILE=$(SEMGREP)/settings.yml SEMGREP_LOG_FILE=$(SEMGREP)/semgrep.log
$(SEMGREP)/.installed: requirements/semgrep.txt | $(INSTALLED)
	@echo "Installing semgrep in $(SEMGREP)"
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(SEMGREP)
	@$(BIN)/uv pip install --quiet --python $(SEMGREP) --require-hashes --requirement $<
	@touch $@

.PHONY: install
install: $(INSTALLED)

##@ The site

.PHONY: run
run: export BASE_URL ?= http://127.0.0.1:$(PORT)
run: $(INSTALLED) compilemessages ## Set everything up and serve the site with demo content
	@mkdir -p var
	@# A first run that was cut short leaves the mark, and the next run finishes it.
	@test -n "$$DATABASE_URL" || test -e var/db.sqlite3 || touch var/demo-wanted
	@if test -e var/demo-wanted; then $(MANAGE) demo --migrate && rm var/demo-wanted; \
	else echo "Bringing the database up to date" && $(MANAGE) migrate --verbosity 0; fi
	@printf '%s\n' "" \
	    "Norwegian  http://127.0.0.1:$(PORT)/" \
	    "English    http://127.0.0.1:$(PORT)/en/" \
	    "Editing    http://127.0.0.1:$(PORT)/admin/" \
	    "" \
	    "Demo log-ins, each with the password etisk-handel-demo:" \
	    "  redaktor@example.org  editor" \
	    "  medlem@example.org    member" \
	    "  admin@example.org     superuser; the other roles stand in README.md" \
	    ""
	@$(MANAGE) runserver 127.0.0.1:$(PORT)

# What a try-out of the production settings needs, where the environment lacks it.
.PHONY: serve
serve: export DJANGO_SETTINGS_MODULE = ethicaltrade.settings.production
serve: export DATABASE_URL ?= sqlite:///$(CURDIR)/var/db.sqlite3
serve: export ALLOWED_HOSTS ?= 127.0.0.1,localhost
serve: export BASE_URL ?= http://127.0.0.1:$(PORT)
serve: export CACHE_URL ?= dbcache://
serve: export EMAIL_URL ?= consolemail://
serve: export DEFAULT_FROM_EMAIL ?= post@example.org
serve: export SECURE_SSL_REDIRECT ?= false
serve: export WEB_CONCURRENCY ?= 2
serve: export WORKER ?= false
serve: $(INSTALLED) compilemessages ## Serve with the production settings under gunicorn
	@mkdir -p var
	@test -s var/secret_key || \
	    (umask 077; $(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))' > var/secret_key)
	@export SECRET_KEY="$${SECRET_KEY:-$$(cat var/secret_key)}"; \
	$(MANAGE) migrate --verbosity 0 && \
	$(MANAGE) check --deploy --tag caches --verbosity 0 && \
	$(MANAGE) collectstatic --no-input --verbosity 0 && \
	exec $(BIN)/gunicorn ethicaltrade.wsgi --bind 127.0.0.1:$(PORT) \
	    --no-control-socket --access-logfile - \
	    --logger-class ethicaltrade.logs.Logger

.PHONY: worker
worker: export BASE_URL ?= http://127.0.0.1:$(PORT)
worker: $(INSTALLED) compilemessages ## Run the periodic jobs: e-mails that wait, scheduled pages
	@mkdir -p var
	@$(MANAGE) migrate --verbosity 0
	@exec $(MANAGE) worker

.PHONY: demo
demo: $(INSTALLED) compilemessages ## Fill the database with the demo content (repeatable)
	@mkdir -p var
	@$(MANAGE) demo --migrate

##@ Checks and tests

# In this order: what fails fastest first, pytest's own summary last.
.PHONY: test
test: checks test-sqlite test-postgres test-browser ## Run every check and test: PostgreSQL, browser, SQLite where databases differ

.PHONY: check
check: lint test-quick ## Run the checks and the quick tests

.PHONY: lint
lint: $(INSTALLED) $(SEMGREP)/.installed ## Check the code: ruff, security, templates, scripts, imports, types
	@$(MAKE) --jobs 2 --output-sync=target AT_ONCE=1 $(LINTERS)

# With what the tests begin with, which takes one core some forty seconds.
.PHONY: checks
checks: $(INSTALLED) $(SEMGREP)/.installed compilemessages
	@$(MAKE) --jobs 2 --output-sync=target AT_ONCE=1 databases $(LINTERS) $(CHECKS)

.PHONY: databases
databases: $(INSTALLED) compilemessages
	$(call step,migrate: one database of each kind for the tests to copy)
	@$(ON_SQLITE) $(BIN)/python -m tests.support.migrated
	@test -n "$$DATABASE_URL" || $(BIN)/python -m tests.support.postgres --prepare

# The longest first: on two cores the others are done beside it.
LINTERS := lint-rules lint-types lint-templates lint-security lint-code lint-imports lint-server
.PHONY: $(LINTERS)
lint-rules:
	$(call step,semgrep: what this site never does)
	@# The rules first: each finds its bad samples, and nothing in the good ones.
	@export $(SEMGREP_ALONE); \
	told=$$($(SEMGREP)/bin/semgrep scan --test tests/semgrep 2>&1 && \
	    $(SEMGREP)/bin/semgrep scan --quiet --error --exclude migrations \
	        --config tests/semgrep $(CODE) templates 2>&1) || \
	    { printf '%s\n' "$$told"; exit 1; }

lint-types:
	$(call step,mypy: types)
	@$(ON_SQLITE) $(BIN)/mypy

lint-templates:
	$(call step,djlint: templates)
	@$(BIN)/djlint --lint --quiet templates

lint-security:
	$(call step,bandit: security)
	@# It warns of every excuse; all it says is shown where it finds anything.
	@told=$$($(BIN)/bandit --quiet --recursive --configfile pyproject.toml $(CODE) 2>&1) || \
	    { printf '%s\n' "$$told"; exit 1; }

lint-code:
	$(call step,ruff: code and format)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

lint-imports:
	$(call step,import-linter: imports run down only)
	@$(BIN)/lint-imports --no-logo

lint-server:
	$(call step,hadolint: Dockerfile; shellcheck: scripts of the server)
	@$(BIN)/hadolint Dockerfile
	@$(BIN)/shellcheck --exclude SC1091 docs/systemd/upgrade docs/systemd/manage

.PHONY: format
format: $(INSTALLED) ## Format the code and mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

CHECKS := check-messages check-migrations check-deploy
.PHONY: $(CHECKS)
check-migrations: $(INSTALLED) compilemessages
	$(call step,makemigrations --check: every model change has its migration)
	@DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run --settings ethicaltrade.settings.test

check-messages: $(INSTALLED)
	$(call step,make messages leaves no difference)
	@$(BIN)/python locale/extract.py --check

check-deploy: $(INSTALLED)
	$(call step,check --deploy: the production settings)
	@env SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	    ALLOWED_HOSTS=www.example.org BASE_URL=https://www.example.org \
	    DATABASE_URL=sqlite://:memory: CACHE_URL=dbcache:// EMAIL_URL=smtp://127.0.0.1 \
	    DEFAULT_FROM_EMAIL=post@example.org TRUSTED_PROXY_COUNT=1 WEB_CONCURRENCY=2 \
	    $(MANAGE) check --deploy --fail-level WARNING --settings ethicaltrade.settings.production

.PHONY: test-quick
test-quick: $(INSTALLED) compilemessages
	$(call step,pytest: the quick tests on SQLite)
	@$(ON_SQLITE) $(PYTEST) -m "quick and not slow and not browser"

.PHONY: test-sqlite
test-sqlite: $(INSTALLED) compilemessages ## Run on SQLite what another database could break
	$(call step,pytest on SQLite: what another database could break)
	@# Reading all the others takes longer than finding these.
	@$(ON_SQLITE) $(PYTEST) -m "every_database and not browser" \
	    $$(grep --recursive --files-with-matches --include='test_*.py' every_database tests)

.PHONY: test-postgres
test-postgres: $(INSTALLED) compilemessages ## Run all but the browser tests on PostgreSQL (DATABASE_URL, or a throwaway one)
	$(call step,pytest on PostgreSQL: everything)
	@$(BIN)/python -m tests.support.postgres $(PYTEST) -m "not browser and not drill" --ignore tests/browser

.PHONY: test-browser
test-browser: $(INSTALLED) compilemessages ## Run the browser tests in Chromium
	$(call step,pytest in a browser)
	@$(BIN)/python -m tests.support.chromium
	@$(ON_SQLITE) $(PYTEST) -m browser tests/browser

# The lock, but for those of production.in, each at its lowest.
.PHONY: test-floors
test-floors: $(INSTALLED) compilemessages ## Run the quick tests on the lowest versions that production.in takes
	$(call step,the lowest versions in $(FLOORS))
	@$(BIN)/uv venv --quiet --clear --python $(BIN)/python $(FLOORS)
	@sed 's/[~>]=/==/; s/,==.*//' requirements/production.in > $(FLOORS)/floors.in
	@grep -v '^-r' requirements/development.in >> $(FLOORS)/floors.in
	@cp requirements/development.txt $(FLOORS)/floors.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --output-file $(FLOORS)/floors.txt $(FLOORS)/floors.in
	@$(BIN)/uv pip install --quiet --python $(FLOORS) --requirement $(FLOORS)/floors.txt
	$(call step,pytest: the quick tests on them)
	@$(ON_SQLITE) $(FLOORS)/bin/pytest -n $(PYTEST_WORKERS) --dist worksteal -m "quick and not slow and not browser"

.PHONY: drill
drill: $(INSTALLED) compilemessages ## Kill and hang each server and process of a running site, and load it (var/drill.md)
	@$(BIN)/python -m tests.support.postgres $(BIN)/python -m tests.drills

.PHONY: bench
bench: $(INSTALLED) compilemessages ## Measure the speed of the pages; SIZES=500,5000,50000 for all
	@mkdir -p var
	@$(BIN)/python -m tests.support.postgres $(BIN)/python -m tests.bench

.PHONY: lighthouse
lighthouse: export BASE_URL ?= http://127.0.0.1:$(PORT)
lighthouse: $(INSTALLED) ## Judge a running `make serve` by Lighthouse (needs Node; not in `make test`)
	@$(BIN)/python -m tests.browser.lighthouse $(BASE_URL)

.PHONY: screenshots
screenshots: $(INSTALLED) compilemessages ## Take pictures of the pages, to look at in var/screenshots/
	@$(ON_SQLITE) $(BIN)/python -m tests.browser.screenshots

.PHONY: deploy-drill
deploy-drill: $(INSTALLED) compilemessages ## Follow docs/deploy.md on empty servers (root and Debian's mirror; some 15 minutes)
	@$(BIN)/python -m tests.deploy

##@ Upkeep

.PHONY: messages
messages: $(INSTALLED) ## Collect the strings to translate in locale/ (needs GNU gettext)
	@$(BIN)/python locale/extract.py

.PHONY: compilemessages
compilemessages: $(INSTALLED) ## Compile the catalogues in locale/
	@$(BIN)/python locale/compile.py

.PHONY: lock
lock: $(INSTALLED) ## Lock the dependencies anew; UPGRADE=1 takes newer versions
	@for name in production development semgrep; do \
	    $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	        $(if $(UPGRADE),--upgrade) \
	        --output-file requirements/$$name.txt requirements/$$name.in || exit 1; \
	done

.PHONY: clean
clean: ## Remove what can be made again; the database and the uploads stay
	@rm -rf $(VENV) var/static .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -path ./.git -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	@find locale -name '*.mo' -delete
