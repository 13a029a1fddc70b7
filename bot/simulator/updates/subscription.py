"""What setWebhook stored and how its deliveries went."""

from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class WebhookState:
    """The webhook; no url means updates are fetched with getUpdates."""

    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    ip_address: str | None = None
    last_error_at: int | None = None
    last_error: str | None = None

    def as_info(self, waiting: int, allowed: frozenset[str] | None) -> dict[str, Any]:
        """Telegram's WebhookInfo; `waiting` updates are not delivered yet."""
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": waiting,
        }
        if self.url:
            info["max_connections"] = self.max_connections
            if self.ip_address:
                info["ip_address"] = self.ip_address
        if self.last_error is not None:
            info["last_error_date"] = self.last_error_at
            info["last_error_message"] = self.last_error
        if allowed is not None:
            info["allowed_updates"] = sorted(allowed)
        return info
