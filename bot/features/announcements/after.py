"""What can be asked of announcements that were confirmed, and of the lists of all of them."""

from bot.core.translation import msg
from bot.features.announcements import control_presses as to
from bot.features.announcements import listing, report
from bot.features.announcements.confirming import confirm
from bot.features.announcements.correcting import QUESTION, Correcting
from bot.features.announcements.finding import Panels
from bot.features.announcements.nudging import Nudging
from bot.features.announcements.presses import Confirm
from bot.features.announcements.recalling import Recalling
from bot.features.announcements.running import Running
from bot.features.announcements.settling import Settling
from bot.telegram.presses import OpenAnnouncements, OpenNews
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Question, Routes


def routes(per_second: int) -> Routes:
    """Return the routes; `per_second` is the pace at which messages go out."""
    panels = Panels(per_second)
    running, correcting, recalling = Running(panels), Correcting(panels), Recalling(panels)
    nudging, settling = Nudging(panels), Settling(panels)
    guest, admin = Role.GUEST, Role.ADMIN
    announcements = msg("what was announced")
    reminding, reporting = msg("reminding those who have not confirmed"), msg("the report on an announcement")
    wording, settles = msg("correcting an announcement"), msg("settling copies of an announcement")
    return Routes(
        commands=(
            Command("announcements", msg("What was announced, and how it stands"), listing.announcements, admin, True),
            Command("news", msg("Announcements that still hold"), listing.news, guest, personal=True),
        ),
        presses=(
            Press(OpenAnnouncements, listing.announcements, admin, personal=True, says=announcements),
            Press(to.OpenAnnouncement, running.open, admin, personal=True, says=announcements),
            Press(to.HoldAnnouncement, running.hold, admin, personal=True, says=msg("pausing an announcement")),
            Press(to.CancelRest, running.cancel, admin, personal=True, says=msg("cancelling an announcement")),
            Press(to.CorrectAnnouncement, correcting.ask, admin, personal=True, says=wording),
            Press(to.SendCorrection, correcting.send, admin, personal=True, says=wording),
            Press(to.DropCorrection, correcting.drop, admin, personal=True, says=wording),
            Press(to.RecallAnnouncement, recalling.recall, admin, personal=True, says=msg("recalling an announcement")),
            Press(to.OpenNotRecalled, recalling.open_not_recalled, admin, personal=True, says=announcements),
            Press(to.OpenSilent, nudging.open_silent, admin, personal=True, says=msg("who has not confirmed")),
            Press(to.NudgeSilent, nudging.nudge, admin, personal=True, says=reminding),
            Press(to.OpenProblems, settling.open_problems, admin, personal=True, says=settles),
            Press(to.OpenUncertain, settling.open_uncertain, admin, personal=True, says=settles),
            Press(to.SettleUncertain, settling.settle, admin, personal=True, says=settles),
            Press(to.ExportAnnouncement, report.export, admin, personal=True, says=reporting),
            Press(Confirm, confirm, guest, personal=True),
            Press(OpenNews, listing.news, guest, personal=True),
            Press(to.OpenNewsItem, listing.open_news_item, guest, personal=True),
        ),
        questions=(Question(QUESTION, correcting.take, admin),),
    )
