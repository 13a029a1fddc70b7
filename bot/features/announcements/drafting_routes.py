"""What organisers can ask for until an announcement is confirmed."""

from bot.core.translation import msg
from bot.features.announcements import presses, shaping
from bot.features.announcements.drafting import NEW, Drafting
from bot.features.announcements.launching import Launching
from bot.features.announcements.seeing import Seeing
from bot.features.announcements.shaping import Shaping
from bot.telegram.roles import Role
from bot.telegram.routes import Command, Press, Question, Routes


def drafting_routes(seeing: Seeing) -> Routes:
    """Return the routes of drafts."""
    drafting, shapes, launching = Drafting(seeing), Shaping(seeing), Launching(seeing)
    admin = Role.ADMIN
    shape, send = msg("working on an announcement"), msg("sending an announcement")
    return Routes(
        commands=(Command("announce", msg("Send an announcement"), drafting.announce, admin, personal=True),),
        presses=(
            Press(presses.MakeDraft, drafting.make, admin, personal=True, says=shape),
            Press(presses.OpenDraft, drafting.open, admin, personal=True, says=shape),
            Press(presses.OpenAudience, shapes.open_audience, admin, personal=True, says=shape),
            Press(presses.SetAudience, shapes.set_audience, admin, personal=True, says=shape),
            Press(presses.OpenTexts, shapes.open_texts, admin, personal=True, says=shape),
            Press(presses.AskText, shapes.ask_text, admin, personal=True, says=shape),
            Press(presses.RemoveText, shapes.remove_text, admin, personal=True, says=shape),
            Press(presses.ShowPreview, launching.preview, admin, personal=True, says=shape),
            Press(presses.OpenWhen, shapes.open_when, admin, personal=True, says=shape),
            Press(presses.SetWhen, shapes.set_when, admin, personal=True, says=shape),
            Press(presses.AskWhen, shapes.ask_when, admin, personal=True, says=shape),
            Press(presses.OpenOptions, shapes.open_options, admin, personal=True, says=shape),
            Press(presses.SetOption, shapes.set_option, admin, personal=True, says=shape),
            Press(presses.TestToMe, launching.test, admin, personal=True, says=shape),
            Press(presses.AskToDiscard, launching.ask_to_discard, admin, personal=True, says=shape),
            Press(presses.Discard, launching.discard, admin, personal=True, says=shape),
            Press(presses.AskToSend, launching.ask_to_send, admin, personal=True, says=send),
            Press(presses.Send, launching.send, admin, personal=True, says=send),
            Press(presses.InPreview, launching.in_preview, Role.GUEST, personal=True),
        ),
        questions=(
            Question(NEW, drafting.take, admin),
            Question(shaping.TEXT, shapes.take_text, admin),
            Question(shaping.TIME, shapes.take_when, admin),
        ),
        free_media=drafting.offer,
        edited=drafting.edited,
    )
