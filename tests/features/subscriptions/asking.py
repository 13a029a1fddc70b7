"""Who asks about subscriptions: a guest of a public visit with another one beside it, and a member."""

import datetime as dt

from bot.core.languages import Language
from bot.features.subscriptions.handlers import ROUTES
from bot.telegram import members, people, subscriptions
from bot.telegram.roles import Role
from bot.telegram.subscriptions import Subscription
from tests.features.visitor import USER, Visitor
from tests.support.small_visit import small_edition

NOW = dt.datetime(2026, 9, 24, 9, 0, tzinfo=dt.UTC)  # Thursday, 12:00 in Moscow
OTHER = small_edition(id="other", title={"en": "The other visit", "ru": "Другой визит", "zh": "另一访问"})


def guest(language: Language = "en") -> Visitor:
    visitor = Visitor([ROUTES], small_edition(), OTHER, language=language, now=NOW)
    people.remember(visitor.store, [(USER, language)], NOW)
    return visitor


def member(language: Language = "en") -> Visitor:
    visitor = guest(language)
    members.add(visitor.store, "small", USER, Role.MEMBER, "Anna", NOW)
    return visitor


def wanted(visitor: Visitor, visit: str = "small") -> Subscription:
    return subscriptions.subscription(visitor.store, USER, visit)
