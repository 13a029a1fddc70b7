"""Every setting, from the environment or .env, prefix BOT_."""

import re
from pathlib import Path
from typing import Annotated, Final, Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.core.errors import OperatorError

TELEGRAM: Final = "https://api.telegram.org"
FREE_MESSAGES_PER_SECOND: Final = 30
SHORTEST_PASSWORD: Final = 6


class Settings(BaseSettings):
    """What the operator can set. Names and defaults are a contract: people script against them."""

    model_config = SettingsConfigDict(env_prefix="BOT_", env_file=".env", extra="ignore", frozen=True)

    token: SecretStr = SecretStr("")
    api_url: Annotated[str, Field(pattern=r"^https?://[^/\s]+[^\s]*$")] = TELEGRAM
    proxy_url: SecretStr | None = None
    database: Path = Path("data/bot.sqlite3")
    backups: Path = Path("data/backups")
    keep_backups: Annotated[int, Field(ge=1, le=1000)] = 7
    owner_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    content: Path = Path("data/visits")
    webhook_url: Annotated[str, Field(pattern=r"^https://[^\s]+$")] | None = None
    webhook_secret: SecretStr | None = None
    listen: Annotated[str, Field(pattern=r"^[^\s]*:\d{1,5}$")] = "127.0.0.1:8080"
    messages_per_second: Annotated[int, Field(ge=1)] = 28
    in_flight: Annotated[int, Field(ge=1, le=1000)] = 8
    paid_broadcast: bool = False
    keep_days: Annotated[int, Field(ge=1, le=365)] = 7
    simulator_port: Annotated[int, Field(ge=0, le=65535)] = 8081

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _comma_separated(cls, value: object) -> object:
        return [part for part in value.replace(" ", "").split(",") if part] if isinstance(value, str) else value

    @field_validator("proxy_url", "webhook_url", "webhook_secret", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("webhook_secret")
    @classmethod
    def _as_telegram_takes_it(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
            raise ValueError("1 to 256 characters of A-Z, a-z, 0-9, _ and - are what Telegram takes")
        return value

    @model_validator(mode="before")
    @classmethod
    def _without_a_token_a_store_of_its_own(cls, values: object) -> object:
        if not isinstance(values, dict) or values.get("database"):
            return values
        given = {name: value for name, value in values.items() if name != "database"}
        return given if values.get("token") else {**given, "database": Path("data/simulator.sqlite3")}

    @model_validator(mode="after")
    def _belongs_together(self) -> Self:
        if self.webhook_url and not (self.webhook_secret and self.webhook_secret.get_secret_value()):
            raise ValueError("BOT_WEBHOOK_URL needs BOT_WEBHOOK_SECRET: without it anybody could send updates")
        if self.messages_per_second > FREE_MESSAGES_PER_SECOND and not self.paid_broadcast:
            raise ValueError("BOT_MESSAGES_PER_SECOND above 30 needs BOT_PAID_BROADCAST=true, at Telegram's price")
        return self

    @property
    def simulated(self) -> bool:
        """Whether the embedded simulator stands in for Telegram: there is no token."""
        return not self.token.get_secret_value()

    def secrets(self) -> tuple[str, ...]:
        """Return what must never be printed: the secret settings, and the proxy's password by itself."""
        values = [value.get_secret_value() for value in (self.token, self.proxy_url, self.webhook_secret) if value]
        # One that is as short as a word would be found in every other line of the log.
        password = urlsplit(self.proxy_url.get_secret_value()).password if self.proxy_url else None
        passwords = [password, unquote(password)] if password and len(password) >= SHORTEST_PASSWORD else []
        return tuple(dict.fromkeys([*values, *passwords]))


def load_settings() -> Settings:
    """Read the settings. Raises OperatorError naming every setting that is wrong, without its value."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [
            f"  {'BOT_' + str(problem['loc'][0]).upper() + ': ' if problem['loc'] else ''}"
            f"{problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors(include_input=False, include_url=False)
        ]
        raise OperatorError("The settings are not right:\n" + "\n".join(lines)) from None
