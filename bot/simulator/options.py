"""Everything about a simulator that can be chosen when it is made."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

DEFAULT_TOKEN = "1:simulated-telegram-needs-no-secret"  # noqa: S105 - opens nothing but the simulator


@dataclass(frozen=True, slots=True)
class Limits:
    """The pace Telegram allows, in messages; kept in strict mode with 429 answers."""

    a_second: int = 30
    a_second_in_a_chat: int = 1
    burst_in_a_chat: int = 3
    a_minute_in_a_group: int = 20


@dataclass(frozen=True, slots=True)
class SimulatorOptions:
    """How the simulated Telegram behaves.

    `first_message_id` and `first_update_id`: None takes them from the clock, so that a simulator started anew
    beside a bot with a database never reuses an id; tests that want small numbers pass 1.
    `limits`: None for no pacing, `Limits()` for Telegram's.
    `create_unknown_users`: a call to an unknown positive chat id makes that person instead of answering
    "chat not found" (for benchmarks with many recipients).
    `keep_calls`, `keep_messages`: how many calls and how many messages a chat are remembered; None for all.
    `clock`: epoch seconds; Simulator.advance moves it.
    `callback_query_seconds`: how long the press of a button may be answered.
    `webhook_backoff`: seconds before a failed webhook delivery is repeated; doubles up to a minute.
    `webhook_proxy`: where updates for a webhook's path are really posted, such as "http://127.0.0.1:8080": the
    simulator then also plays the reverse proxy that takes TLS off, so a webhook may be https and named anything.
    """

    token: str = DEFAULT_TOKEN
    bot_name: str = "Briefing (simulated)"
    bot_username: str = "simulated_briefing_bot"
    privacy_mode: bool = True
    with_personas: bool = True
    create_unknown_users: bool = False
    limits: Limits | None = None
    first_message_id: int | None = None
    first_update_id: int | None = None
    keep_calls: int | None = 500
    keep_messages: int | None = 1000
    callback_query_seconds: float = 30.0
    webhook_backoff: float = 1.0
    webhook_proxy: str | None = None
    clock: Callable[[], float] = time.time
    random: Random = field(default_factory=Random)

    @property
    def bot_id(self) -> int:
        """The bot's user id: the number before the token's colon."""
        return int(self.token.split(":", 1)[0])
