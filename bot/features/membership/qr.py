"""The job that makes the QR code of a link and has it sent."""

import asyncio
import io
import sqlite3
from functools import partial
from typing import Final

from bot.content.library import Edition
from bot.core.translation import Translator
from bot.telegram import members
from bot.telegram.job_runner import JobResult, Upload
from bot.telegram.jobs import Job
from bot.telegram.replies import Call
from bot.telegram.roles import Role
from bot.telegram.screens import Task

QR_JOB: Final = "invite_qr"
# Dots of an image for one of the code: a phone's camera reads it from a screen and from paper.
_SCALE: Final = 16
_CAPTION: Final = 1024


def qr_task(link: str, about: str, edition: Edition, tr: Translator, *, owner: bool) -> Task:
    """Return the work of making the code; `about` stands under it. `owner`: an owner of the bot asks for it."""
    lines = [about, tr("Scan it with a phone: it opens the link.")]
    if edition.visit.sample:
        lines.insert(0, tr("Sample: an invented visit"))
    caption = "\n\n".join(lines)
    return Task(QR_JOB, {"visit": edition.visit_id, "link": link, "caption": caption[:_CAPTION], "owner": owner})


async def make_qr_code(job: Job) -> JobResult:
    """Make the image on a thread, so that the bot answers meanwhile, for somebody who may still invite then."""
    content = await asyncio.to_thread(_image, job.payload["link"])
    chat_id: int = job.payload["chat_id"]
    call = Call("sendPhoto", {"chat_id": chat_id, "caption": job.payload["caption"]}, chat_id)
    return JobResult(((call, Upload("invite.png", content)),), allowed=partial(_may_invite, job))


def _may_invite(job: Job, connection: sqlite3.Connection) -> bool:
    # Whoever owned the bot before a restart and does no more made a link that opens nothing.
    if job.payload.get("owner", False):
        return True
    return members.role_in(connection, job.payload["visit"], job.user_id) >= Role.ADMIN


def _image(link: str) -> bytes:
    # Few people ever make a link; the start of the bot need not wait for this.
    import segno  # noqa: PLC0415

    image = io.BytesIO()
    segno.make(link, error="m", micro=False).save(image, kind="png", scale=_SCALE, border=4)
    return image.getvalue()
