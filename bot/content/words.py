"""Cutting text in Russian, English and Chinese into the words by which it is searched."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_RUNS: Final = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_FIRST_HAN: Final = re.compile(f"[{_HAN}]")

# Words that say what kind of answer is wanted or nothing at all; with them a question matches everything.
_STOP_WORDS: Final = frozenset(
    """
    а без бы был была были было быть в вам вас во вот все всё вы где да для до его ее её если есть еще ещё же за и из
    или им их к как какая какие какой какое когда ко кто ли между меня мне можно мы на над нам нас не него нее нет ни
    но о об она они оно он от по под при про с сам со так там тем то того тоже только тот ты у уже чем через что чтобы
    чего чья чей эта эти это этот я покажи покажите расскажи расскажите скажи скажите находится пожалуйста

    a about all am an and any are as at be been but by can could did do does for from had has have he her here him his
    how i if in into is it its just me my no not of on or our out please she show so some tell than that the their them
    then there these they this to us was we were what when where which who whom whose why will with would you your

    的 了 是 在 吗 呢 和 与 及 或 我 你 他 她 它 们 这 那 有 什么 怎么 哪里 哪个 哪些 谁 请 请问 多少 几 我们 你们 他们
    """.replace("ё", "е").split()
)


def words_of(text: str) -> Iterator[str]:
    """Yield the searchable words of a text, in order: case-folded, ё as е, stop words left out.

    Chinese, which has no spaces, gives every pair of neighbouring characters; a single character stands for itself.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    for match in _RUNS.finditer(folded):
        run = match.group()
        if run in _STOP_WORDS:
            continue
        if _FIRST_HAN.match(run) and len(run) > 1:
            pairs = (run[start : start + 2] for start in range(len(run) - 1))
            yield from (pair for pair in pairs if pair not in _STOP_WORDS)
        else:
            yield run


def is_chinese(word: str) -> bool:
    """Whether the word is written in Chinese characters, which have no endings to leave aside."""
    return _FIRST_HAN.match(word) is not None
