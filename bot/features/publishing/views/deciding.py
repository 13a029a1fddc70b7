"""What came of a decision about a proposal."""

import datetime as dt
from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.differences import Differences
from bot.content.library import Edition
from bot.content.models import Visit
from bot.content.saying import said
from bot.core.translation import Translator
from bot.features.publishing.presses import OpenProposal, SendWorkbook
from bot.features.publishing.store import Proposal
from bot.telegram.citing import joined, ways_back
from bot.telegram.edition_words import some
from bot.telegram.naming import title_of
from bot.telegram.presses import OpenDay, OpenEditions
from bot.telegram.publishing import Publication
from bot.telegram.screens import Row, Screen, button

_MOST_CHANGES: Final = 8
_ROOM: Final = 800
_MINUTE: Final = dt.timedelta(minutes=1)


def published_screen(done: Publication, now: dt.datetime, tr: Translator) -> Screen:
    """Say that it holds, and when whoever it concerns is told."""
    edition, before = done.edition, done.before
    if before is None:
        holds = tr("The visit is published, as edition {number}.", number=edition.number)
    else:
        holds = tr("Edition {number} holds now, in place of {before}.", number=edition.number, before=before.number)
    told = tr("No notices are sent.") if before is not None else ""
    if done.told_at is not None:
        told = tr(
            "Whoever it concerns is told once, in about {time}, unless more changes come before.",
            time=tr.duration(max(_MINUTE, done.told_at - now)),
        )
    rows = ((button(tr("Programme"), OpenDay(visit=edition.visit_id)),), _back(edition.visit_id, tr))
    heading = Text(Bold(holds), "\n", title_of(edition, tr))
    undo = tr("The way back: under Editions the one before can be published again.") if before is not None else ""
    return Screen(joined([heading, Text(told), Text(undo)], "\n\n"), rows, sample=edition.visit.sample)


def moved_on_screen(proposal: Proposal, shown: Visit | None, held: Edition, tr: Translator) -> Screen:
    """Say that another edition was published since the preview, and what it changed; nothing was done.

    `shown` is what held in the preview, None where nothing did.
    """
    happened = [] if shown is None else some(Differences(shown, held.visit, tr).headlines(), _MOST_CHANGES, _ROOM, tr)
    body = joined(
        [
            Text(
                tr(
                    "Meanwhile edition {number} was published, and your press changed nothing. It brought:",
                    number=held.number,
                )
                if happened
                else tr("Meanwhile edition {number} was published, and your press changed nothing.", number=held.number)
            ),
            joined(happened),
            Text(tr("Look at what your file would change now, and decide again.")),
        ],
        "\n\n",
    )
    again = OpenProposal(visit=held.visit_id, proposal=proposal.proposal_id)
    rows = ((button(tr("What would change now"), again),), _back(held.visit_id, tr))
    return Screen(body, rows, sample=held.visit.sample)


def nothing_left_screen(held: Edition, tr: Translator) -> Screen:
    """Say that what was proposed holds by now."""
    text = tr("Nothing is left to publish: edition {number}, which holds now, says the same.", number=held.number)
    return Screen(Text(text), (_back(held.visit_id, tr),), sample=held.visit.sample)


def discarded_screen(visit: Visit, tr: Translator) -> Screen:
    """Say that a proposal is gone."""
    text = joined([Text(Bold(tr("Discarded. Nothing was changed."))), Text(said(visit.title, tr))])
    return Screen(text, (_back(visit.id, tr),), sample=visit.sample)


def decided_screen(proposal: Proposal, tr: Translator) -> Screen:
    """Say what was decided before."""
    if proposal.state == "published":
        text = tr("This file is published already, as edition {number}.", number=proposal.edition)
    else:
        text = tr("This file was discarded. Send it again to look at it anew.")
    return Screen(Text(text), (_back(proposal.visit_id, tr),))


def gone_screen(tr: Translator) -> Screen:
    """Say that a proposal is no longer kept."""
    text = tr("What this file would change is no longer kept. Send it again to look at it anew.")
    return Screen(Text(text), (ways_back(tr),))


def does_not_go_together_screen(held: Edition, tr: Translator) -> Screen:
    """Say that changes cannot be carried over to the edition that holds."""
    text = tr(
        "Your changes no longer go together with edition {number} by themselves. Take a fresh workbook and make them "
        "there once more.",
        number=held.number,
    )
    rows: tuple[Row, ...] = (
        (button(tr("Send me the workbook"), SendWorkbook(visit=held.visit_id)),),
        _back(held.visit_id, tr),
    )
    return Screen(Text(text), rows, sample=held.visit.sample)


def _back(visit_id: str, tr: Translator) -> Row:
    return ways_back(tr, (tr("Editions"), OpenEditions(visit=visit_id)))
