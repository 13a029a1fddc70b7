"""/announcements, /news and the report: who sees what, page by page, in whose language."""

import io

import openpyxl
import pytest

from bot.content.library import Library
from bot.core.languages import LANGUAGES, Language
from bot.features.announcements.report import REPORT_JOB, AnnouncementReport, Line, report_file
from bot.telegram.jobs import Job
from bot.telegram.roles import Role
from tests.features.announcements.after import announced, at, confirms, copies, done, shown
from tests.features.announcements.office import ADMIN, ENGLISH, GUEST, MEMBER, RUSSIAN, Office, words
from tests.support.translating import translators
from tests.support.whole_bot import OWNER, open_visit


async def sent_to(desk: Office, text: str, *choices: str) -> None:
    """Have an announcement sent to the audience that these buttons choose."""
    await desk.says(ADMIN, f"/announce {text}")
    if choices:
        await desk.presses(ADMIN, "Audience")
        for choice in choices:
            await desk.presses(ADMIN, choice)
    await desk.presses(ADMIN, "Send to")
    await desk.presses(ADMIN, "Send to")
    await desk.delivered()


async def test_all_announcements_are_listed_with_how_they_stand(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    await desk.says(ADMIN, "/announce A second one")
    listed = await desk.says(ADMIN, "/announcements")
    assert "2 · draft\nA second one\n\n1 · done · " in listed
    message_id = desk.messages(ADMIN)[-1]["message_id"]
    await desk.presses(ADMIN, "2")
    assert at(desk, ADMIN, message_id).startswith("Draft 2")
    await desk.says(ADMIN, "/announcements")
    assert "Announcement 1 · done" in await shown(desk, ADMIN, "1")
    for number in range(3, 12):
        await desk.says(ADMIN, f"/announce Number {number}")
    await desk.says(ADMIN, "/announcements")
    older = await shown(desk, ADMIN, "Older ›")
    assert "3 · draft\nNumber 3" in older
    assert "11 · draft" in await shown(desk, ADMIN, "‹ Newest")


async def test_newcomers_read_what_still_holds_and_concerns_them(desk: Office) -> None:
    await sent_to(desk, "To everybody")
    await sent_to(desk, "To members", "Members only")
    await sent_to(desk, "To admins", "A role", "Admin")
    await sent_to(desk, "Ends soon")
    await desk.run.change("UPDATE announcements SET expires_at = 1 WHERE announcement_id = 4")
    await desk.says(ADMIN, "/announce A draft")
    await desk.says(GUEST, "/help")
    news = await desk.says(GUEST, "/news")
    assert "To everybody" in news
    for other in ("To members", "To admins", "Ends soon", "A draft"):
        assert other not in news
    await desk.enrol(GUEST, "small", Role.MEMBER)
    news = await desk.says(GUEST, "/news")
    assert "To members" in news
    assert "To admins" not in news
    assert "To members" in await shown(desk, GUEST, "1")
    await desk.presses_data(GUEST, "newsitem:small:3:0")
    assert "no longer holds" in words(desk.messages(GUEST)[-1])
    assert (await desk.says(ADMIN, "/news")).count("\n\n") == 3


async def test_news_say_that_they_were_corrected_and_show_what_came_with_them(desk: Office) -> None:
    await desk.sends(ADMIN, "map.pdf", caption="/announce Bus map")
    await desk.presses(ADMIN, "Send to")
    await desk.presses(ADMIN, "Send to")
    await desk.delivered()
    await desk.presses(ADMIN, "Correct")
    await desk.presses(ADMIN, "English")
    await desk.says(ADMIN, "Bus map, new")
    await desk.presses(ADMIN, "Send the correction")
    await desk.delivered()
    await desk.enrol(GUEST, "small", Role.MEMBER)
    await desk.says(GUEST, "/help")
    assert "· corrected\nBus map, new" in await desk.says(GUEST, "/news")
    assert "Bus map, new\n\ncorrected " in await shown(desk, GUEST, "1")
    await desk.presses(GUEST, "Show what came with it")
    await desk.run.quiet()
    assert "document" in desk.messages(GUEST)[-1]
    assert "reply_markup" not in desk.messages(GUEST)[-1]


async def test_the_report_names_each_recipient_with_what_became_of_their_copy(desk: Office) -> None:
    desk.run.simulator.faults.add("403", "sendMessage", chat_id=ENGLISH)
    await announced(desk)
    await done(desk)
    await confirms(desk, MEMBER)
    await desk.presses_data(RUSSIAN, "forgetyes")
    await desk.run.change("UPDATE members SET name = '=1+1' WHERE user_id = ?", MEMBER)
    report = AnnouncementReport(desk.run.database, Library([open_visit()]), translators(), [OWNER])
    job = Job(1, REPORT_JOB, {"visit": "small", "announcement": 1, "language": "en", "chat_id": ADMIN}, ADMIN, 0)
    [(call, upload)] = (await report.work(job)).calls
    assert upload is not None
    assert (call.method, upload.name) == ("sendDocument", "announcement-1.xlsx")
    assert "7 recipients" in call.parameters["caption"]
    sheet = openpyxl.load_workbook(io.BytesIO(upload.content)).active
    assert sheet is not None
    rows = {str(row[0].value): [cell.value for cell in row] for row in sheet.iter_rows()}
    assert rows["=1+1"][1:5] == ["500", "English", "sent", None]
    assert rows["=1+1"][6]
    assert rows["Person 512"][3:5] == ["rejected", "has blocked the bot or is gone"]
    assert rows["somebody who erased their data"][1] is None
    formula = next(row[0] for row in sheet.iter_rows() if row[0].value == "=1+1")
    assert (formula.data_type, formula.quotePrefix) == ("s", True)
    await desk.run.change("UPDATE members SET role = 'editor' WHERE user_id = ?", ADMIN)
    assert (await report.work(job)).calls == ()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_report_is_in_the_readers_language(desk: Office, language: Language) -> None:
    await announced(desk)
    announcement = await desk.draft()
    line = Line(None, None, True, "zh", "uncertain", "the bot stopped while it was sent", 0, None, "sent", None)
    sheet = openpyxl.load_workbook(
        io.BytesIO(report_file(open_visit(), announcement, [line], translators()[language]))
    ).active
    assert sheet is not None
    heading, row = ([cell.value for cell in cells] for cells in sheet.iter_rows())
    expected = {"ru": ("Состояние", "неясно"), "en": ("State", "uncertain"), "zh": ("状态", "不确定")}
    assert (heading[3], row[3]) == expected[language]
    assert row[2] == "中文"


async def test_nothing_is_listed_to_whoever_may_not(desk: Office) -> None:
    await announced(desk)
    await done(desk)
    assert "I do not know this command" in await desk.says(MEMBER, "/announcements")
    await desk.presses_data(MEMBER, "annmute:small:1:0")
    assert not copies(desk, MEMBER, "Have not confirmed")
