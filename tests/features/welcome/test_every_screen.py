"""The screens of welcome, preferences and privacy as they were edited, in all languages."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.core.languages import LANGUAGES, Language
from bot.features.preferences import handlers as preferences
from bot.features.privacy import handlers as privacy
from bot.features.welcome import handlers as welcome
from bot.features.welcome.view import cancelled_screen
from bot.telegram.routes import RoutingTable
from bot.telegram.screens import Screen
from tests.features.programme.three_days import three_days
from tests.features.visitor import Visitor, assert_fits_telegram, printed
from tests.support.small_visit import small_edition
from tests.support.translating import translators


def _visitor(language: Language, *, private: bool = True) -> Visitor:
    def table() -> RoutingTable:
        return visitor.table

    features = [preferences.ROUTES, privacy.routes(keep_backups=7, keep_days=7), welcome.routes(table)]
    visitor = Visitor(
        features, three_days(), small_edition(id="other", sample=True), language=language, private=private
    )
    return visitor


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_reads_as_it_was_edited(language: Language, snapshot: SnapshotAssertion) -> None:
    visitor, group = _visitor(language), _visitor(language, private=False)
    screens: dict[str, Screen] = {}
    for command in ("start", "help", "cancel", "visit", "timezone", "privacy", "forget_me"):
        screens[f"/{command}"] = await visitor.asks(command)
    screens |= {
        "/cancel of a question": cancelled_screen(translators()[language], cancelled=True),
        "/start in a group": await group.asks("start"),
        "/start with an unknown link": await visitor.asks("start", "unheard-of"),
        "/start without a visit": await Visitor([welcome.routes(RoutingTable)], language=language).asks("start"),
        "/timezone with a slip of the pen": await visitor.asks("timezone", "Lodnon"),
        "/timezone with junk": await visitor.asks("timezone", "qqqqqq"),
        "/timezone with a city": await visitor.asks("timezone", "Лондон"),
        "/language": await visitor.asks("language"),
        "erased": await visitor.presses("forgetyes"),
    }
    for screen in screens.values():
        assert_fits_telegram(screen)
    assert "\n\n".join(f"━━━ {address}\n{printed(screen)}" for address, screen in screens.items()) == snapshot
