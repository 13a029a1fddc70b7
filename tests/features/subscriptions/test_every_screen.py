"""The screens of subscriptions as they were edited, in all languages: a member's, a guest's, and what stopping says."""

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.core.languages import LANGUAGES, Language
from bot.telegram import subscriptions
from tests.features.subscriptions.asking import guest, member
from tests.features.visitor import printed


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_screen_reads_as_it_was_edited(language: Language, snapshot: SnapshotAssertion) -> None:
    screens = {}
    for who, visitor in (("member", member(language)), ("guest", guest(language))):
        for data in ("subs:small", "subsof:small:changes", "subsof:small:reminders", "subsof:small:quiet"):
            screens[f"{who} {data}"] = await visitor.presses(data)
        await visitor.presses("quiet:small:2200-0700")
        screens[f"{who} muted"] = await visitor.presses("hush:small:tomorrow")
        for topic in subscriptions.TOPICS:
            screens[f"{who} stop {topic}"] = await visitor.presses(f"stop:small:{topic}")
        screens[f"{who} quietask"] = await visitor.presses("quietask:small")
    assert "\n\n".join(f"━━━ {address}\n{printed(screen)}" for address, screen in screens.items()) == snapshot
