"""Read settings from the environment: the only place that touches `os.environ`."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}

_MAIL = {
    "smtp": {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False},
    "smtp+tls": {"EMAIL_USE_TLS": True, "EMAIL_USE_SSL": False},
    "smtp+ssl": {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True},
}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def required(name: str, why: str) -> str:
    """The variable's text; refuses to start without it, saying why it is needed."""
    if value := text(name):
        return value
    raise ImproperlyConfigured(f"Set the environment variable {name}: {why}")


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value in _TRUE | _FALSE:
        return value in _TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def mail(url: str) -> dict[str, object]:
    """Django's EMAIL_* settings for `smtp+tls://user:password@host:587`, or `console://`."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "memory":
        return {"EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    if parts.scheme not in _MAIL or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must look like smtp+tls://user:password@host:587 (or smtp://, smtp+ssl://, "
            "console://)."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp+ssl": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_TIMEOUT": 15,
        **_MAIL[parts.scheme],
    }


def cache(url: str) -> dict[str, object]:
    """Django's CACHES entry for `db://table`, `locmem://` or `redis://host:6379/0`."""
    parts = urlsplit(url)
    if parts.scheme == "db":
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": parts.netloc or "plc_cache",
        }
    if parts.scheme == "locmem":
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if parts.scheme in {"redis", "rediss"}:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured("CACHE_URL must be db://, locmem:// or redis://host:port/number.")


def sqlite_options() -> dict[str, object]:
    """IMMEDIATE + WAL refused no write under load; the defaults refused a third of them."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=FULL;"
            "PRAGMA cache_size=-1000;"
            "PRAGMA temp_store=MEMORY;"
        ),
    }


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for `sqlite:///file` or `postgres://user@host/name?pool=4`."""
    import dj_database_url  # noqa: PLC0415 - only settings need it

    options = {key: values[-1] for key, values in parse_qs(urlsplit(url).query).items()}
    pool = int(options.pop("pool", 4))
    entry: dict[str, object] = dict(dj_database_url.parse(url.partition("?")[0]))
    if entry["ENGINE"] == "django.db.backends.sqlite3":
        return {**entry, "OPTIONS": sqlite_options(), "CONN_MAX_AGE": None}
    if entry["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must be sqlite:///file or postgres://...")
    pooled = postgres_pool(pool) if pool else {}
    return {**entry, "OPTIONS": {**options, **pooled}, "CONN_HEALTH_CHECKS": True}


def postgres_pool(most: int) -> dict[str, object]:
    """Connections that stay open, on which Postgres plans a statement twice and then no more.

    The plans were a third of a page's time. Nor does it compile statements: for a district's
    coverage that took as long as the statement. Without a pool (`?pool=0`, for pgbouncer) a
    connection is another one with each request, and what was prepared on it is not there.
    """
    return {
        "pool": {"min_size": 1, "max_size": most, "timeout": 10},
        "server_side_binding": True,
        "prepare_threshold": 2,
        "options": "-c jit=off",
    }


def path(name: str, default: Path) -> Path:
    return Path(text(name) or default)
