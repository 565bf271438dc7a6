"""What the site is put together from, and what each request passes through."""

INSTALLED_APPS = [
    # Ours first, so that a template or command of ours wins over a library's; and
    # floor by floor, since a base page registers its translations before its kinds.
    "ethicaltrade.outages",
    "ethicaltrade.caching",
    "ethicaltrade.scheduling",
    "ethicaltrade.mail",
    "ethicaltrade.backup",
    "ethicaltrade.watching",
    "ethicaltrade.privacy",
    "ethicaltrade.users",
    "ethicaltrade.media",
    "ethicaltrade.bilingual",
    "ethicaltrade.exchange",
    "ethicaltrade.tasks",
    "ethicaltrade.basepage",
    "ethicaltrade.core",
    "ethicaltrade.writing",
    "articles",
    "events",
    "membership.members",
    "membership.affiliations",
    "membership.applications",
    "membership.proposals",
    "membership.resources",
    "ethicaltrade.home",
    "ethicaltrade.mypage",
    "ethicaltrade.search",
    "ethicaltrade.guide",
    "ethicaltrade.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "modeltranslation",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "ethicaltrade.core.apps.CMSUsersConfig",  # wagtail.users
    "wagtail.snippets",
    "ethicaltrade.media.apps.CMSDocumentsConfig",  # wagtail.documents
    "ethicaltrade.media.apps.CMSImagesConfig",  # wagtail.images
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # its widgets' templates, beside those of ours
    "django.contrib.postgres",  # the search backend's functions; harmless on SQLite
]

MIDDLEWARE = [
    "ethicaltrade.logs.RequestIdMiddleware",  # before whatever may fail
    # Outside those that answer themselves: each answer says what browsers refuse.
    "ethicaltrade.core.headers.PolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # It packs what the others answer. Django hides the length of tokens from
    # those who would guess them by it (BREACH).
    "ethicaltrade.core.http.PackPagesMiddleware",
    # Outside all that asks who is there; what it keeps is packed already.
    "ethicaltrade.caching.middleware.KeptPagesMiddleware",
    "ethicaltrade.core.http.MethodsMiddleware",
    "ethicaltrade.core.http.SizeMiddleware",
    "ethicaltrade.core.http.StaticFilesMiddleware",
    "ethicaltrade.bilingual.languages.PathLanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ethicaltrade.core.http.TypedTextMiddleware",
    "ethicaltrade.core.http.KeysMiddleware",
    "ethicaltrade.core.unsent.UnsentFormsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ethicaltrade.privacy.cache_control.PersonalResponsesMiddleware",
    "ethicaltrade.privacy.cache_control.PrivateResponsesMiddleware",
    "ethicaltrade.core.rates.RatesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ethicaltrade.users.second_factor.SecondFactorMiddleware",
    "ethicaltrade.bilingual.refusals.RefusalsMiddleware",
    "ethicaltrade.core.protection.ProtectedMiddleware",
]
