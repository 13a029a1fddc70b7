"""Names and defaults of the settings are a contract; what is wrong is named without its value."""

from pathlib import Path

import pytest

from bot.core.errors import OperatorError
from bot.settings import Settings, load_settings

TOKEN = "123456:a-token-of-telegrams"


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this machine, and a folder of one's own for .env."""
    import os  # noqa: PLC0415

    for name in [name for name in os.environ if name.upper().startswith("BOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def settings(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_the_defaults_are_as_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(monkeypatch, BOT_TOKEN=TOKEN)
    assert chosen.api_url == "https://api.telegram.org"
    assert chosen.proxy_url is None
    assert chosen.database == Path("data/bot.sqlite3")
    assert chosen.backups == Path("data/backups")
    assert chosen.keep_backups == 7
    assert chosen.owner_ids == frozenset()
    assert chosen.content == Path("data/visits")
    assert chosen.webhook_url is None
    assert chosen.webhook_secret is None
    assert chosen.messages_per_second == 28
    assert chosen.in_flight == 8
    assert chosen.paid_broadcast is False
    assert chosen.keep_days == 7
    assert chosen.simulator_port == 8081
    assert not chosen.simulated


def test_without_a_token_the_simulator_has_a_store_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for token in (None, ""):
        chosen = settings(monkeypatch, **({} if token is None else {"BOT_TOKEN": token}))
        assert chosen.simulated
        assert chosen.database == Path("data/simulator.sqlite3")


def test_a_store_that_is_named_is_used_with_and_without_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, BOT_DATABASE="x.sqlite3").database == Path("x.sqlite3")
    assert settings(monkeypatch, BOT_TOKEN=TOKEN).database == Path("x.sqlite3")


def test_an_empty_setting_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Containers pass empty strings for what was not set."""
    chosen = settings(
        monkeypatch,
        BOT_TOKEN=TOKEN,
        BOT_DATABASE="",
        BOT_PROXY_URL="",
        BOT_OWNER_IDS="",
        BOT_WEBHOOK_URL="",
        BOT_WEBHOOK_SECRET="",
    )
    assert chosen.database == Path("data/bot.sqlite3")
    assert (chosen.proxy_url, chosen.webhook_url, chosen.webhook_secret) == (None, None, None)
    assert chosen.owner_ids == frozenset()


def test_owners_are_numbers_with_commas_between(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, BOT_OWNER_IDS=" 42, 7000000001 ,42,").owner_ids == {42, 7_000_000_001}


def test_settings_may_stand_in_a_file_and_the_environment_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"BOT_TOKEN={TOKEN}\nBOT_KEEP_DAYS=3\nBOT_IN_FLIGHT=4\nOTHER=x\n", encoding="utf-8")
    chosen = settings(monkeypatch, BOT_KEEP_DAYS="5")
    assert (chosen.token.get_secret_value(), chosen.keep_days, chosen.in_flight) == (TOKEN, 5, 4)


def test_an_empty_token_in_the_environment_means_the_simulator_whatever_the_file_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text(f"BOT_TOKEN={TOKEN}\n", encoding="utf-8")
    assert settings(monkeypatch, BOT_TOKEN="").simulated


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BOT_OWNER_IDS", "42,someone"),
        ("BOT_API_URL", "telegram.example.org"),
        ("BOT_WEBHOOK_URL", "http://insecure.example.org"),
        ("BOT_LISTEN", "eighty-eighty"),
        ("BOT_MESSAGES_PER_SECOND", "0"),
        ("BOT_MESSAGES_PER_SECOND", "many"),
        ("BOT_IN_FLIGHT", "0"),
        ("BOT_IN_FLIGHT", "100000"),
        ("BOT_KEEP_DAYS", "0"),
        ("BOT_KEEP_BACKUPS", "0"),
        ("BOT_PAID_BROADCAST", "perhaps"),
        ("BOT_SIMULATOR_PORT", "65536"),
    ],
)
def test_what_is_wrong_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(OperatorError) as caught:
        settings(monkeypatch, **{name: value})
    said = str(caught.value)
    assert f"  {name}: " in said
    if not value.isdecimal():
        assert value not in said


def test_all_that_is_wrong_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OperatorError) as caught:
        settings(monkeypatch, BOT_KEEP_DAYS="x", BOT_IN_FLIGHT="y", BOT_OWNER_IDS="z")
    for name in ("BOT_KEEP_DAYS", "BOT_IN_FLIGHT", "BOT_OWNER_IDS"):
        assert f"{name}:" in str(caught.value)


def test_more_than_30_a_second_has_to_be_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, BOT_MESSAGES_PER_SECOND="30").messages_per_second == 30
    with pytest.raises(OperatorError, match="BOT_PAID_BROADCAST"):
        settings(monkeypatch, BOT_MESSAGES_PER_SECOND="31")
    assert settings(monkeypatch, BOT_PAID_BROADCAST="true").messages_per_second == 31


def test_a_webhook_without_a_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OperatorError, match="BOT_WEBHOOK_SECRET"):
        settings(monkeypatch, BOT_WEBHOOK_URL="https://bot.example.org/hook")
    with pytest.raises(OperatorError, match="BOT_WEBHOOK_SECRET"):
        settings(monkeypatch, BOT_WEBHOOK_SECRET="")
    assert settings(monkeypatch, BOT_WEBHOOK_SECRET="s3cret").webhook_url == "https://bot.example.org/hook"


def test_secrets_are_known_by_name_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = settings(
        monkeypatch,
        BOT_TOKEN=TOKEN,
        BOT_PROXY_URL="socks5://somebody:pass%40word@proxy.example.org:1080",
        BOT_WEBHOOK_URL="https://bot.example.org/",
        BOT_WEBHOOK_SECRET="hook-secret",
    )
    assert set(chosen.secrets()) == {
        TOKEN,
        "socks5://somebody:pass%40word@proxy.example.org:1080",
        "pass%40word",
        "pass@word",
        "hook-secret",
    }
    for secret in chosen.secrets():
        assert secret not in repr(chosen)


def test_a_proxys_password_that_is_a_mere_word_does_not_blot_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings(monkeypatch, BOT_PROXY_URL="http://a:the@h:1").secrets() == ("http://a:the@h:1",)


def test_settings_cannot_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="frozen"):
        settings(monkeypatch).keep_days = 1  # type: ignore[misc]


def test_a_webhook_secret_that_telegram_would_refuse_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for secret in ("pass word", "пароль", "a" * 257):
        with pytest.raises(OperatorError, match="BOT_WEBHOOK_SECRET"):
            settings(monkeypatch, BOT_WEBHOOK_URL="https://bot.example.org/hook", BOT_WEBHOOK_SECRET=secret)
