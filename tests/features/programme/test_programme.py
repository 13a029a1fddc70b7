import datetime as dt
from typing import Any

import pytest
from aiogram.types import MessageEntity

from bot.content.library import Edition
from bot.features.programme.handlers import ROUTES
from bot.telegram.screens import Screen, Task, Toast, Venue
from tests.features.programme.three_days import AFTER, BEFORE, DURING, EVENTS, three_days
from tests.features.visitor import Visitor, buttons, labels, leads_to, text
from tests.support.small_visit import small_edition

GAP = "\u00a0"


def _visitor(edition: Edition | None = None, now: dt.datetime = DURING, **more: Any) -> Visitor:
    return Visitor([ROUTES], edition or three_days(), now=now, **more)


def _struck(screen: Screen) -> list[str]:
    content = screen.content()
    entities: list[MessageEntity] = content["entities"]
    return [entity.extract_from(content["text"]) for entity in entities if entity.type == "strikethrough"]


async def test_the_programme_opens_at_today() -> None:
    said = text(await _visitor().asks("programme"))
    assert said.startswith("Thu 24 September · today · day 2 of 3\nShanghai time · Moscow is 5 h behind\n")


@pytest.mark.parametrize(("now", "day"), [(BEFORE, "Wed 23 September · day 1"), (AFTER, "Fri 25 September · day 3")])
async def test_before_and_after_it_opens_at_the_nearest_day(now: dt.datetime, day: str) -> None:
    assert text(await _visitor(now=now).asks("programme")).startswith(day)


async def test_a_day_of_another_year_names_it() -> None:
    late = dt.datetime(2027, 2, 1, tzinfo=dt.UTC)
    assert text(await _visitor(now=late).asks("programme")).startswith("Fri 25 September 2026 · day 3 of 3")


async def test_a_day_lists_times_places_and_groups_with_their_sources() -> None:
    said = text(await _visitor().asks("programme"))
    assert (
        f"11:30–13:00 Round table: synthetic biology{GAP}¹\nHall 2, third floor · Exhibition Centre · group A" in said
    )
    assert f"time not stated · Visit to the pilot plant{GAP}¹" in said
    assert "¹ Daily News ↗ · 24 Sept 2025" in said


async def test_an_event_of_several_days_stands_last_on_each_of_them() -> None:
    visitor = _visitor()
    for day in ("2026-09-23", "2026-09-24", "2026-09-25"):
        events = text(await visitor.presses(f"day:small:{day}:0")).split("Day not stated")[0]
        assert events.rstrip().endswith(f"Wed 23 – Fri 25\nIndustry fair{GAP}¹\nExhibition Centre")


async def test_a_cancelled_event_stays_in_its_place_struck_out() -> None:
    screen = await _visitor().asks("programme")
    assert f"16:00 Press conference{GAP}¹ · cancelled" in text(screen)
    assert _struck(screen) == [f"Press conference{GAP}¹"]


async def test_an_event_in_another_zone_shows_its_own_time_first_and_the_visits_beside() -> None:
    said = text(await _visitor().presses("day:small:2026-09-25:0"))
    assert "Thu 24, 20:00–21:00 Moscow · 01:00–02:00 Shanghai\nCall with Moscow" in said


async def test_short_caveats_are_read_in_the_list_and_long_ones_on_the_event() -> None:
    assert "the hour may change" in text(await _visitor().asks("programme"))
    long = {"id": "C3", "about": ["tour"], "text": {"en": "the hour may change " * 5}}
    visitor = _visitor(three_days(caveats=[long]))
    said = text(await visitor.asks("programme"))
    assert "the hour may change" not in said
    assert "see the event for a caveat" in said
    assert "the hour may change" in text(await visitor.presses("event:small:tour"))


async def test_buttons_lead_to_each_event_and_to_the_days_beside() -> None:
    screen = await _visitor().asks("programme")
    assert labels(screen) == [
        "09:30 Park tour",
        "11:30 Round table: synthetic biology",
        "Visit to the pilot plant",
        "16:00 Press conference",
        "19:00 Dinner",
        "Industry fair",
        "‹ Wed 23",
        "Now",
        "Fri 25 ›",
        "Day not stated: 1",
        "My agenda",
        "Calendar file",
        "Menu",
    ]


async def test_few_events_without_a_day_are_named_below_every_day_and_have_a_page_of_their_own() -> None:
    visitor = _visitor()
    screen = await visitor.asks("programme")
    assert f"Day not stated\n• Meeting at the university{GAP}¹" in text(screen)
    own = await visitor.presses(leads_to(screen, "Day not stated: 1"))
    assert f"Meeting at the university{GAP}¹" in text(own)
    assert "‹ Fri 25" in labels(own)


async def test_many_events_without_a_day_are_only_counted_below_a_day() -> None:
    undated = [{**EVENTS[-1], "id": f"open-{number}"} for number in range(4)]
    screen = await _visitor(three_days(events=[*EVENTS, *undated])).asks("programme")
    assert "Meeting at the university" not in text(screen)
    assert "Day not stated: 5" in labels(screen)


async def test_a_programme_of_undated_events_opens_at_them() -> None:
    said = text(await _visitor(three_days(events=EVENTS[-1:])).asks("programme"))
    assert said.startswith("Day not stated\nThe sources do not say on which day")


async def test_a_visit_without_events_says_so() -> None:
    assert "no programme" in text(await _visitor(small_edition()).asks("programme"))
    assert "name no day" in text(await _visitor(small_edition()).asks("now"))


async def test_a_day_on_which_nothing_happens_says_so_and_leads_on() -> None:
    screen = await _visitor().presses("day:small:2026-09-30:0")
    assert "Nothing is stated for this day." in text(screen)
    assert "‹ Fri 25" in labels(screen)


async def test_a_long_day_is_read_in_pages_that_lose_nothing() -> None:
    many = [{**EVENTS[5], "id": f"e{number}", "title": {"en": f"Event number {number}"}} for number in range(120)]
    visitor = _visitor(three_days(events=many))
    seen = ""
    page = await visitor.asks("programme")
    while True:
        assert len(text(page)) < 3900
        assert len(page.content()["entities"]) <= 99
        seen += text(page)
        onward = [one for one in buttons(page) if one.text.endswith(" ›")]
        if not onward:
            break
        page = await visitor.presses(onward[0].callback_data or "")
    assert all(f"Event number {number}{GAP}" in seen for number in range(120))


async def test_a_reader_whose_clock_agrees_sees_one_time() -> None:
    visitor = _visitor(three_days(home_zone="Asia/Hong_Kong"))
    assert text(await visitor.asks("programme")).split("\n")[1] == "Shanghai time"
    assert "Hong Kong" not in text(await visitor.presses("event:small:table"))


async def test_an_event_tells_when_where_for_whom_and_whom_to_call() -> None:
    said = text(await _visitor().presses("event:small:table"))
    assert "Thu 24 September, 11:30–13:00 Shanghai\n06:30–08:00 Moscow\n" in said
    assert (
        f"Exhibition Centre{GAP}¹ · 展览中心{GAP}²\n1 Example Road · 示例路1号\nHall 2, third floor · 2号馆三楼" in said
    )
    assert f"Talks on working together.{GAP}¹\nFor: group A\nWith: Zhu Xiaofeng\nBring: Your badge\n" in said
    assert f"On the spot: Li Wen, +86 21 5555 0000{GAP}¹" in said
    assert "An interpreter is there." in said


async def test_an_event_whose_day_differs_on_the_readers_clock_names_both_days() -> None:
    early = {**EVENTS[1], "start": "03:00", "end": "06:30"}
    said = text(await _visitor(three_days(events=[early])).presses("event:small:opening"))
    assert "Wed 23 September, 03:00–06:30 Shanghai\nTue 22 September, 22:00 – Wed 23 September, 01:30 Moscow" in said


async def test_an_event_of_several_days_with_times_names_its_first_and_last_hour() -> None:
    fair = {**EVENTS[0], "start": "10:00", "end": "17:00"}
    visitor = _visitor(three_days(events=[fair]))
    said = text(await visitor.presses("event:small:fair"))
    assert "Wed 23 September, 10:00 – Fri 25 September, 17:00 Shanghai" in said
    assert "Wed 23, 10:00 – Fri 25, 17:00\nIndustry fair" in text(await visitor.asks("programme"))


async def test_an_event_without_time_or_day_says_so() -> None:
    visitor = _visitor()
    assert "Thu 24 September · time not stated" in text(await visitor.presses("event:small:visit"))
    assert "day not stated" in text(await visitor.presses("event:small:someday"))


async def test_whoever_is_to_be_called_without_a_known_phone_is_still_named() -> None:
    event = {**EVENTS[2], "call": "P1"}
    said = text(await _visitor(three_days(events=[event])).presses("event:small:tour"))
    assert "On the spot: Zhu Xiaofeng; phone not stated in the sources" in said


async def test_a_cancelled_events_card_says_so_at_the_top() -> None:
    assert text(await _visitor().presses("event:small:press")).split("\n")[1] == "Cancelled"


async def test_the_map_and_the_chinese_address_are_offered_only_where_they_are_known() -> None:
    visitor = _visitor()
    table = await visitor.presses("event:small:table")
    assert {"Map", "Chinese address"} <= set(labels(table))
    (copied,) = [one.copy_text.text for one in buttons(table) if one.copy_text]
    assert copied == "展览中心\n示例路1号\n2号馆三楼"
    assert not {"Map", "Chinese address"} & set(labels(await visitor.presses("event:small:tour")))


async def test_the_map_is_a_pin_with_name_and_address() -> None:
    assert await _visitor().presses_for("map:small:table") == Venue(31.25, 121.5, "Exhibition Centre", "1 Example Road")


async def test_an_outdated_map_button_says_that_the_place_is_gone() -> None:
    assert "no longer there" in text(await _visitor().presses("map:small:tour"))


async def test_an_event_leads_to_its_people_its_statements_and_back_to_its_day() -> None:
    visitor = _visitor()
    table = await visitor.presses("event:small:table")
    assert labels(table)[1:3] == ["Zhu Xiaofeng", "Li Wen"]
    assert leads_to(table, "‹ Thu 24") == "day:small:2026-09-24:0"
    said = text(await visitor.presses(leads_to(table, "What the sources say: 2")))
    assert "1. Launched in April 2024" in said
    assert "2. It stands in Hongkou" in said


async def test_from_an_event_of_several_days_the_way_back_is_to_today() -> None:
    assert "‹ Thu 24" in labels(await _visitor().presses("event:small:fair"))
    assert "‹ Wed 23" in labels(await _visitor(now=AFTER).presses("event:small:fair"))


async def test_now_tells_what_is_on_what_is_next_and_how_long_to_go() -> None:
    said = text(await _visitor().asks("now"))
    assert said.startswith("Thu 24 September, 11:45 Shanghai\n06:45 Moscow\n\nOn now\n11:30–13:00 Round table")
    assert "1 h 15 min left" in said
    assert f"Next\n19:00 Dinner{GAP}¹\ngroup A\nin 7 h 15 min" in said
    assert "Also today\ntime not stated · Visit to the pilot plant" in said


async def test_what_is_next_on_another_day_names_it() -> None:
    night = dt.datetime(2026, 9, 23, 15, 0, tzinfo=dt.UTC)  # 23:00 in Shanghai
    assert "Next\nThu 24, 09:30–11:00 Park tour" in text(await _visitor(now=night).asks("now"))


async def test_before_the_programme_now_tells_its_first_day() -> None:
    said = text(await _visitor(now=BEFORE).asks("now"))
    assert "The programme has not begun: its first day is Wed 23 September, in 3 days." in said
    assert "First\n10:00 Opening" in said


async def test_before_a_first_day_without_times_now_names_its_events() -> None:
    said = text(await _visitor(three_days(events=[EVENTS[0], EVENTS[2]]), now=BEFORE).asks("now"))
    assert "First\nWed 23 – Fri 25\nIndustry fair" in said


async def test_after_the_programme_now_says_that_it_is_over_and_what_was_last() -> None:
    said = text(await _visitor(now=AFTER).asks("now"))
    assert "The programme is over. Its last day was Fri 25 September." in said
    assert "Last\nThu 24, 20:00–21:00 Moscow · 01:00–02:00 Shanghai\nCall with Moscow" in said


async def test_the_last_minute_is_not_called_none_at_all() -> None:
    almost = dt.datetime(2026, 9, 24, 4, 59, 50, tzinfo=dt.UTC)
    assert "1 min left" in text(await _visitor(now=almost).asks("now"))


async def test_a_press_on_calendar_file_has_it_made_in_the_readers_language() -> None:
    answers = await _visitor(language="zh").presses_for("ics:small")
    assert isinstance(answers, tuple)
    toast, task = answers
    assert isinstance(toast, Toast)
    assert task == Task("calendar", {"visit": "small", "language": "zh"})


async def test_titles_in_another_language_say_in_which() -> None:
    said = text(await _visitor(three_days(events=EVENTS[4:5]), language="ru").asks("programme"))
    assert "Visit to the pilot plant (" in said


@pytest.mark.parametrize(
    "data",
    [
        "day:closed::0",
        "day:closed:2026-09-24:0",
        "now:closed",
        "event:closed:table",
        "evfacts:closed:table:0",
        "map:closed:table",
        "ics:closed",
    ],
)
async def test_a_closed_visit_is_answered_as_if_it_did_not_exist(data: str) -> None:
    visitor = Visitor([ROUTES], three_days(), three_days(id="closed", audience="members"), now=DURING)
    screen = await visitor.presses(data)
    assert "not open to you" in text(screen)
    assert text(screen) == text(await visitor.presses(data.replace("closed", "unheard-of")))
    assert labels(screen) == ["Menu"]


@pytest.mark.parametrize("data", ["event:small:gone", "evfacts:small:gone:0", "map:small:gone", "day:small:soon:0"])
async def test_an_old_button_whose_page_is_gone_says_so_and_leads_on(data: str) -> None:
    screen = await _visitor().presses(data)
    assert "no longer there" in text(screen)
    assert labels(screen) == ["‹ Programme", "Menu"]


async def test_where_no_visit_is_open_commands_say_so() -> None:
    visitor = Visitor([ROUTES], now=DURING)
    for command in ("programme", "now"):
        assert labels(await visitor.asks(command))[-1] == "Menu"
