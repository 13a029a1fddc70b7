"""A crowd that writes to a bot in private: message updates as Telegram would send them, made as JSON text at once."""

import json
import random
import time
from collections.abc import Iterator, Sequence
from typing import Final

# Enough that nobody writes more often than a person would, however fast the bot answers.
PEOPLE: Final = 10_000
_FIRST_PERSON: Final = 1_000_000_000
_LANGUAGES: Final = ("ru", "ru", "ru", "en", "zh-hans")
_NAMES: Final = tuple(
    f'"first_name":{json.dumps(first)},"last_name":{json.dumps(last)}'
    for first, last in (("Анна", "Соколова"), ("Игорь", "Ветров"), ("Marta", "Lind"), ("伟", "陈"))
)

START: Final = ("/start",)
# What delegates ask: mostly the programme, and a good third of it in their own words.
MIX: Final = (
    *("/now", "/now", "/programme", "/programme", "/park", "/people", "/companies", "/quotes", "/sources", "/help"),
    *("/start", "где обед?", "biotech", "клеточная терапия", "Who is the host?", "园区", "автобус"),
)


def writing(words: Sequence[str], seed: int, first_update: int) -> Iterator[tuple[int, str]]:
    """Yield chat ids and updates without end: these words in random order, people taking turns."""
    dice = random.Random(seed)
    texts = [_text(word) for word in words]
    update_id = first_update
    while True:
        person = update_id % PEOPLE
        head = f'{{"update_id":{update_id},"message":{{"message_id":{update_id % 1_000_000 + 1},{_person(person)},'
        yield _FIRST_PERSON + person, f'{head}"date":{int(time.time())},{dice.choice(texts)}}}}}'
        update_id += 1


def _person(number: int) -> str:
    name = f'{_NAMES[number % len(_NAMES)]},"username":"delegate_{number}"'
    language = _LANGUAGES[number % len(_LANGUAGES)]
    user_id = _FIRST_PERSON + number
    return (
        f'"from":{{"id":{user_id},"is_bot":false,{name},"language_code":"{language}"}},'
        f'"chat":{{"id":{user_id},{name},"type":"private"}}'
    )


def _text(words: str) -> str:
    command = f',"entities":[{{"offset":0,"length":{len(words)},"type":"bot_command"}}]' if words[0] == "/" else ""
    return f'"text":{json.dumps(words)}{command}'
