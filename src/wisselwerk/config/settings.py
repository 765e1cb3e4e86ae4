"""Django's settings, all of them, each from the environment or fixed with its reason."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from wisselwerk.config.database import database
from wisselwerk.config.env import SettingError, env
from wisselwerk.config.jobs import DAILY, EVERY_ROUND, HANDLERS
from wisselwerk.config.logs import logging_config
from wisselwerk.config.mail import mail_settings, reply_mailbox
from wisselwerk.config.news import SOURCES
from wisselwerk.config.secret import kept_secret

PACKAGE = Path(__file__).resolve().parent.parent

# -- Where it lives -------------------------------------------------------------------------------------------------

WISSELWERK_HOME = Path(
    env.text(
        "WISSELWERK_HOME",
        "Folder that holds the SQLite database, files and the generated secret key. Made when it is not there.",
        default="./var",
    )
).absolute()
# Whoever else has an account on the machine has no business in it.
try:
    WISSELWERK_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as error:
    raise SettingError(
        f"WISSELWERK_HOME={WISSELWERK_HOME} can be no folder: {error.strerror}. Give one that can be made and written."
    ) from error
PORT = env.number(
    "PORT", "Port to serve on; `wisselwerk serve --port` beats it.", default=8000, at_least=1, at_most=65535
)
BIND = env.text(
    "WISSELWERK_BIND",
    "Address to listen on; `0.0.0.0` for every network, behind a proxy.",
    default="127.0.0.1",
)
BASE_URL = env.text(
    "WISSELWERK_BASE_URL",
    "Address by which people reach this installation, for links in mails. With https, cookies are sent over https only.",
    default=f"http://127.0.0.1:{PORT}",
    shown="http://127.0.0.1:PORT",
).rstrip("/")
_base = urlsplit(BASE_URL)
if _base.scheme not in {"http", "https"} or not _base.hostname:
    raise SettingError(
        f"WISSELWERK_BASE_URL={BASE_URL!r} is no web address. Give one like https://cheques.example.be."
    )
ALLOWED_HOSTS = [
    *env.words(
        "WISSELWERK_ALLOWED_HOSTS",
        "Host names that are answered, besides that of `WISSELWERK_BASE_URL`.",
        default=["localhost", "127.0.0.1", "[::1]"],
    ),
    _base.hostname,
]
CSRF_TRUSTED_ORIGINS = [f"{_base.scheme}://{_base.netloc}"]
SECRET_KEY = env.secret(
    "WISSELWERK_SECRET_KEY",
    "Signs cookies and mailed codes. Whoever has it can sign in as anybody.",
    shown="made once, kept in `WISSELWERK_HOME/secret-key`",
) or kept_secret(WISSELWERK_HOME / "secret-key")
DEBUG = env.flag(
    "WISSELWERK_DEBUG", "Show programming errors in the browser. For developers, never in use.", default=False
)

# -- The program ----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    # First: its commands win from others of the same name.
    "wisselwerk.cli",
    "wisselwerk.web",
    "wisselwerk.api",
    "wisselwerk.jobs",
    "wisselwerk.demo",
    "wisselwerk.apps.network",
    "wisselwerk.apps.practices",
    "wisselwerk.apps.samples",
    "wisselwerk.apps.initiatives",
    "wisselwerk.apps.evaluation",
    "wisselwerk.apps.settlements",
    "wisselwerk.apps.payouts",
    "wisselwerk.apps.introductions",
    "wisselwerk.apps.vouchers",
    "wisselwerk.apps.aid",
    "wisselwerk.apps.schemes",
    "wisselwerk.apps.search",
    "wisselwerk.apps.catalogue",
    "wisselwerk.apps.enterprises",
    "wisselwerk.apps.ledger",
    "wisselwerk.apps.parties",
    "wisselwerk.apps.outbox",
    "wisselwerk.apps.audit",
    "allauth",
    "allauth.account",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # whitenoise serves in development what it serves in use.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "wisselwerk.config.client.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "wisselwerk.web.language.ChosenLanguageMiddleware",
    "wisselwerk.config.characters.NoNulMiddleware",
    "wisselwerk.config.errors.MethodMiddleware",
    "wisselwerk.config.errors.OutageMiddleware",
    # What follows is for people.
    "wisselwerk.config.keyed.KeyedMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "wisselwerk.config.urls"
WSGI_APPLICATION = "wisselwerk.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wisselwerk.web.context.frame",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Database, cache, background work -------------------------------------------------------------------------------

WORKERS = env.number(
    "WISSELWERK_WORKERS", "Web processes of `wisselwerk serve`.", default=2, at_least=1, at_most=256
)
THREADS = env.number(
    "WISSELWERK_THREADS",
    "Requests one web worker handles at the same time; on PostgreSQL also its connections.",
    default=4,
    at_least=1,
    at_most=256,
)
DATABASES = {
    "default": database(
        env.secret(
            "WISSELWERK_DATABASE_URL",
            "PostgreSQL as `postgresql://user:password@host:5432/name`.",
            shown="SQLite in `WISSELWERK_HOME`",
        ),
        WISSELWERK_HOME,
        # Background work and the health page of the same process need a place beside the requests.
        pool_size=THREADS + 2,
    )
}
# Limits on sign-in codes must hold across processes, so they are counted in the database. A full cache throws entries
# away before their time: with Django's 300, a stranger who asks much would empty those limits and drop codes under way.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WISSELWERK_JOBS = HANDLERS
WISSELWERK_NEWS = SOURCES
WISSELWERK_AWAITED = "wisselwerk.apps.settlements.services.receiving"
"""Which module takes lines of a statement that are of no payment (``apps/payouts/services/awaited.py``)."""
WISSELWERK_DAILY = DAILY
WISSELWERK_EVERY_ROUND = EVERY_ROUND

# -- People ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "parties.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# There are no passwords anywhere: a code by mail is the way in.
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# As many codes as for applying: nobody can fill the mailbox of somebody else, from however many addresses. Whoever tries
# does keep that person from a new code for a while; who is signed in stays so.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,5/h/key,15/d/key"}
# A mail to somebody who never came here would be a way to bother people.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "wisselwerk.web.account.adapter.AccountAdapter"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "enterprise:waiting"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# -- Language, place and time ---------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# -- Mail -----------------------------------------------------------------------------------------------------------

globals().update(
    mail_settings(
        env.secret(
            "WISSELWERK_EMAIL_URL",
            "Mail server, as `smtp://user:password@host:587` (STARTTLS) or `smtps://user:password@host:465` (TLS).",
            shown="no server: a demo keeps mail in its own mailbox, anywhere else mail waits until this is set",
        )
    )
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text(
    "WISSELWERK_EMAIL_FROM", "Sender of every mail.", default="Wisselwerk <wisselwerk@localhost>"
)

REPLY_ADDRESS = reply_mailbox(
    env.text(
        "WISSELWERK_REPLY_ADDRESS",
        "Mailbox to which people reply to a question of the learning network, such as `antwoord@cheques.example.be`. Its mail, "
        "that to `antwoord+ANYTHING@` included, goes to `wisselwerk mail receive`.",
        default="",
        shown="none: questions are answered on their page",
    )
)

SETTLEMENT_DAYS = env.number(
    "WISSELWERK_SETTLEMENT_DAYS",
    "Days that a member has to pay a settlement, from the day on which it is sent.",
    default=30,
    at_least=1,
    at_most=365,
)

# -- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
# Serves straight from the package: no collecting step between an update and a restart.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_ALLOW_ALL_ORIGINS = False

# -- Safety ---------------------------------------------------------------------------------------------------------

_https = _base.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = env.flag(
    "WISSELWERK_BEHIND_PROXY",
    "Believe `X-Forwarded-Proto`, and the last address in `X-Forwarded-For`. "
    "Only when a proxy of your own sets both on every request.",
    default=False,
)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Of the addresses in X-Forwarded-For only the last is the proxy's word; the ones before it are whatever a client typed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The look draws its small pictures (the tick in a checkbox) as data in the style sheet.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# An invoice with a PDF inside is the largest thing anybody sends; what is larger is refused by the reader.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "wisselwerk.web.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# -- Logs -----------------------------------------------------------------------------------------------------------

LOGGING = logging_config(
    env.choice(
        "WISSELWERK_LOG_LEVEL",
        "How much is told on standard error.",
        default="INFO",
        among=["DEBUG", "INFO", "WARNING", "ERROR"],
    )
)

env.refuse_unknown()
