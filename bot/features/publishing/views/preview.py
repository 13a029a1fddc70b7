"""What would change if a proposal was published: the main things at one glance, the rest a tap away."""

from typing import Final

from aiogram.utils.formatting import Bold, Text

from bot.content.clash_kinds import TextMissing
from bot.content.clash_words import ClashWords
from bot.content.clashes import Found
from bot.content.differences import Differences
from bot.content.labels import SECTION_NAMES
from bot.content.parts import entries
from bot.content.saying import said
from bot.core.languages import LANGUAGES
from bot.core.translation import Translator
from bot.features.publishing.presses import (
    DiscardProposal,
    OpenChanges,
    OpenClashes,
    OpenProposal,
    PublishProposal,
    PutOnTop,
)
from bot.features.publishing.seeing import Preview
from bot.telegram.citing import joined, page_note, page_of, pager, rows_of, share_out, ways_back
from bot.telegram.edition_words import lines_of, pieces, some, zone_line
from bot.telegram.hearing import Hearers
from bot.telegram.noticing import told_in_words
from bot.telegram.screens import Row, Screen, button

_MOST_REMOVED: Final = 15
_MOST_CHANGES: Final = 8
_MOST_SINCE: Final = 4
_MOST_CLASHES: Final = 4
_ROOM: Final = 700
_REMOVED: Final = "−"


def preview_screen(preview: Preview, tr: Translator) -> Screen:
    """Show what would change, what would go, what does not fit and who would be told; and ask."""
    heading = joined(
        [
            Text(Bold(tr("What would change") if preview.held else tr("A new visit"))),
            Text(said(preview.visit.title, tr)),
            Text(preview.proposal.file_name),
            Text(zone_line(preview.visit, tr)),
        ]
    )
    changes = [_since(preview, tr), *_changes(preview, tr)] if preview.held else [_of_a_new_one(preview, tr)]
    body = joined([heading, *changes, _clashes(preview, tr), _who_is_told(preview, tr)], "\n\n")
    return Screen(body, _rows(preview, tr), sample=preview.visit.sample, fresh=False)


def changes_screen(preview: Preview, number: int, tr: Translator) -> Screen:
    """Show everything that would change, field by field, what would go first."""
    details = _differences(preview, tr).details()
    details.sort(key=lambda detail: not detail.heading.startswith(_REMOVED))
    shared = share_out(pieces(details), lambda block: block)
    page, here = page_of(shared, number)
    heading = Text(Bold(tr("Field by field"), page_note(page, len(shared), tr)), "\n", zone_line(preview.visit, tr))
    visit, proposal, quiet = preview.visit.id, preview.proposal.proposal_id, preview.quiet
    rows = (
        pager(page, len(shared), lambda n: OpenChanges(visit=visit, proposal=proposal, page=n, quiet=quiet)),
        _back(preview, tr),
    )
    return Screen(joined([heading, *here], "\n\n"), rows, sample=preview.visit.sample)


def clashes_screen(preview: Preview, number: int, tr: Translator) -> Screen:
    """Show everything that does not fit and that the proposal brings or touches."""
    blocks = [Text("• ", line) for line in _clash_words(preview, tr).lines(preview.clashes.leading)]
    shared = share_out(blocks, lambda block: block)
    page, here = page_of(shared, number)
    heading = Text(Bold(tr("What does not fit"), page_note(page, len(shared), tr)), "\n", zone_line(preview.visit, tr))
    note = Text(tr("These are warnings: you may publish all the same."))
    visit, proposal, quiet = preview.visit.id, preview.proposal.proposal_id, preview.quiet
    rows = (
        pager(page, len(shared), lambda n: OpenClashes(visit=visit, proposal=proposal, page=n, quiet=quiet)),
        _back(preview, tr),
    )
    return Screen(joined([heading, joined(here), _from_before(preview.clashes, tr), note], "\n\n"), rows)


def _since(preview: Preview, tr: Translator) -> Text:
    """Say what changed since the edition that the file was made from; nothing where that one holds."""
    if preview.base is None or preview.held is None or not preview.takes_back:
        return Text()
    numbers = {"base": preview.base.number, "held": preview.held.number}
    happened = Differences(preview.base.visit, preview.held.visit, tr).headlines()
    if preview.on_top is None:
        advice = tr(
            "Published as it is, your file takes that back where it says otherwise. The two do not go together by "
            "themselves: take a fresh workbook, or decide below."
        )
    else:
        advice = tr("Published as it is, your file takes that back. I can put your changes on top of it instead.")
    return joined(
        [
            Text(tr("Your file was made from edition {base}. Since then edition {held} came to hold:", **numbers)),
            *some(happened, _MOST_SINCE, _ROOM, tr),
            Text(advice),
        ]
    )


def _changes(preview: Preview, tr: Translator) -> list[Text]:
    found = _differences(preview, tr)
    headlines = found.headlines()
    going = [line for line in headlines if line.startswith(_REMOVED)]
    rest = [line for line in headlines if not line.startswith(_REMOVED)]
    against = tr("In place of edition {number}:", number=preview.holding)
    removed = joined([Text(Bold(tr("Removed, since it is not in the file:"))), *some(going, _MOST_REMOVED, _ROOM, tr)])
    return [
        joined([Text(against), *lines_of(found.counts())]),
        removed if going else Text(),
        joined(some(rest, _MOST_CHANGES, _ROOM, tr)),
    ]


def _of_a_new_one(preview: Preview, tr: Translator) -> Text:
    counts = [
        tr("{name}: {value}", name=tr(title), value=tr.number(len(entries(preview.visit, section))))
        for section, title in SECTION_NAMES.items()
        if entries(preview.visit, section)
    ]
    audience = (
        tr("Everybody will see it.")
        if preview.visit.audience == "public"
        else tr("Only its members will see it: invite them with /invite.")
    )
    return joined([*lines_of(counts), Text(audience)])


def _clashes(preview: Preview, tr: Translator) -> Text:
    found = preview.clashes
    words = _clash_words(preview, tr)
    lines = words.lines(clash for clash in found.leading if not isinstance(clash, TextMissing))
    missing = sum(isinstance(clash, TextMissing) for clash in found.leading)
    if missing:
        lines.append(
            tr.plural("{count} entry lacks a language", "{count} entries lack a language", missing),
        )
    if not lines:
        return _from_before(found, tr)
    return joined(
        [Text(Bold(tr("Does not fit:"))), *some(lines, _MOST_CLASHES, _ROOM, tr), _from_before(found, tr)],
    )


def _from_before(found: Found, tr: Translator) -> Text:
    if not found.others:
        return Text()
    return Text(
        tr.plural(
            "{count} warning from before stays as it is.",
            "{count} warnings from before stay as they are.",
            found.others,
        )
    )


def _who_is_told(preview: Preview, tr: Translator) -> Text:
    if preview.held is None:
        return Text()
    if preview.quiet:
        return Text(tr("Nobody is sent a notice; the audit says so."))
    return joined([Text(told_in_words(preview.hearers, tr)), Text(_languages(preview.hearers, tr))])


def _languages(hearers: Hearers, tr: Translator) -> str:
    """Return how many read which language; nothing where they all read the same."""
    counted = [(language, count) for language in LANGUAGES if (count := hearers.by_language.get(language, 0))]
    return " · ".join(f"{language} {tr.number(count)}" for language, count in counted) if len(counted) > 1 else ""


def _rows(preview: Preview, tr: Translator) -> tuple[Row, ...]:
    visit, proposal, quiet = preview.visit.id, preview.proposal.proposal_id, preview.quiet
    publish = PublishProposal(visit=visit, proposal=proposal, holding=preview.holding, quiet=quiet)
    label = tr("Publish")
    if preview.removed:
        label = tr.plural("Publish, removing {count}", "Publish, removing {count}", preview.removed)
    notices = button(
        tr("With notices") if quiet else tr("Without notices"),
        OpenProposal(visit=visit, proposal=proposal, quiet=not quiet),
    )
    on_top = button(
        tr("Put my changes on top of {number}", number=preview.holding),
        PutOnTop(visit=visit, proposal=proposal, holding=preview.holding),
    )
    looking = [
        *(
            [button(tr("Field by field"), OpenChanges(visit=visit, proposal=proposal, quiet=quiet))]
            if preview.held
            else []
        ),
        *(
            [button(tr("What does not fit"), OpenClashes(visit=visit, proposal=proposal, quiet=quiet))]
            if preview.clashes.leading
            else []
        ),
    ]
    return (
        (on_top,) if preview.on_top is not None else (),
        (button(label, publish),),
        (notices,) if preview.hearers.people else (),
        *rows_of(looking),
        (button(tr("Discard the file"), DiscardProposal(visit=visit, proposal=proposal)),),
        ways_back(tr),
    )


def _back(preview: Preview, tr: Translator) -> Row:
    press = OpenProposal(visit=preview.visit.id, proposal=preview.proposal.proposal_id, quiet=preview.quiet)
    return ways_back(tr, (tr("What would change"), press))


def _differences(preview: Preview, tr: Translator) -> Differences:
    before = preview.visit if preview.held is None else preview.held.visit
    return Differences(before, preview.visit, tr)


def _clash_words(preview: Preview, tr: Translator) -> ClashWords:
    before = preview.visit if preview.held is None else preview.held.visit
    return ClashWords(before, preview.visit, tr)
