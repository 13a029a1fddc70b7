"""In what encoding a text file is written, as far as its letters tell.

Russian and Chinese Excel save CSV in encodings of their own, and nearly any bytes are a text in each of them. So a
text is taken only where it reads like one: Russian words have letters of one case after the first and a vowel, and
Chinese text is made of the characters that are in use, not of the thousands that hardly are.
"""

import codecs
import re
from typing import Final

from bot.content.sheets.grid import FileRefused
from bot.core.translation import msg

UNKNOWN: Final = msg("the encoding of the file is not known; save it as “CSV UTF-8”, or as .xlsx")
OLD_RUSSIAN: Final = msg("the file is in an old Russian encoding ({encoding}); save it as “CSV UTF-8”, or as .xlsx")
NOT_TEXT: Final = msg("this is no text, whatever the file’s name says; save the table as .xlsx or as “CSV UTF-8”")

_MARKED: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # Longer marks first: that of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_RUSSIAN: Final = ("cp1251", "koi8-r", "cp866")
_OLD: Final = {"koi8-r": "KOI8-R", "cp866": "DOS, CP866"}
# The letters of Russian, those that are used most first.
_BY_USE: Final = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
# How rare letters are on the average in no text at all, and at most in one that might as well be Chinese.
_RARE: Final = 32.0
_IN_USE: Final = 10.0
# By so much a text has to look better in an encoding of old, which next to no file is in.
_SELDOM_MET: Final = 2.5
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_LATIN: Final = re.compile("[A-Za-z]")
_AROUND_WORDS: Final = "«»„“”‘’…–—№°§©®™•·±¦€\u00a0\u00ad"
_RUSSIAN_WORD: Final = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+|[А-ЯЁ]?[а-яё]+[А-ЯЁ][а-яё]+")
_VOWEL: Final = re.compile("[аеёиоуыэюя]", re.IGNORECASE)
_WORD_WITHOUT_VOWEL: Final = 5
# Hanzi of the first level of GB 2312 stand in these rows; they are the 3,755 that are in use.
_USUAL_ROWS: Final = range(0xB0, 0xD8)
# The characters that are used most: half of any text, and a tenth of one that was never Chinese.
_OFTEN: Final = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太"
    "量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象"
    "完设式色路记南品住告类求据程北边张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)
_OFTEN_ENOUGH: Final = 0.25
_MOST_READ: Final = 200_000
_RUSSIAN_ENOUGH: Final = 0.9
_CHINESE_ENOUGH: Final = 0.8


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text of a file in UTF-8, UTF-16 or UTF-32 with its mark, Windows-1251 or GB 18030.

    Beside it stands the encoding in which programs save such a file, if that lacks letters: `cp1251`, `gbk`; else
    nothing. Raises FileRefused, which says what to do, when it is in none of them or no text.
    """
    text, encoding = _decoded(content)
    if _CONTROL.search(text):
        raise FileRefused(NOT_TEXT)
    return text, encoding


def _decoded(content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            text = _strictly(content, encoding)
            if text is None:
                raise FileRefused(UNKNOWN)
            return text, ""
    if b"\x00" in content:
        raise FileRefused(NOT_TEXT)
    text = _strictly(content, "utf-8")
    if text is not None:
        return text, ""
    chinese = _strictly(content, "gb18030")
    if chinese is not None and _chinese(chinese) < _CHINESE_ENOUGH:
        chinese = None
    found = _read_as_russian(content, _IN_USE if chinese is not None and _is_usual(chinese) else _RARE)
    if found is None:
        if chinese is None:
            raise FileRefused(UNKNOWN)
        # Excel and WPS save it in the part of GB 18030 that is older.
        return chinese, "gbk"
    encoding, russian = found
    if encoding in _OLD:
        raise FileRefused(OLD_RUSSIAN, encoding=_OLD[encoding])
    return russian, encoding


def _read_as_russian(content: bytes, rarest: float) -> tuple[str, str] | None:
    """The encoding in which a file reads most like Russian, and its text; None where it does in none of them.

    In another than its own a text is made of rare letters; `rarest` is how rare they may be on the average.
    """
    found = None
    for encoding in _RUSSIAN:
        text = _strictly(content, encoding)
        if text is None or _russian(text) < _RUSSIAN_ENOUGH:
            continue
        rarity = _rarity(text) + (_SELDOM_MET if encoding in _OLD else 0)
        if rarity < rarest:
            found, rarest = (encoding, text), rarity
    return found


def _rarity(text: str) -> float:
    """The place of a text's letters in the order of their use, on the average: about 7 for Russian, from 0 to 32."""
    places = [_BY_USE.index(letter) for letter in text[:_MOST_READ].lower() if letter in _BY_USE]
    return sum(places) / len(places) if places else _RARE


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _russian(text: str) -> float:
    """The share of letters that stand in words as Russian writes them, of all that is not plain ASCII."""
    good = bad = 0
    text = text[:_MOST_READ]
    for found in _FOREIGN.finditer(text):
        if not found.group().strip(_AROUND_WORDS):
            # Quotation marks and dashes stand beside words of any language.
            continue
        if _LATIN.search(text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]):
            # No Russian word has Latin letters in it, and every German one with an umlaut has.
            bad += len(found.group())
            continue
        for word in re.split(f"[{_AROUND_WORDS}]+", found.group()):
            if not word:
                continue
            spoken = len(word) < _WORD_WITHOUT_VOWEL or word.isupper() or _VOWEL.search(word)
            if _RUSSIAN_WORD.fullmatch(word) and spoken:
                good += len(word)
            else:
                bad += len(word)
    return good / (good + bad) if good else 0.0


def _chinese(text: str) -> float:
    """The share of what Chinese files consist of, of all that is not plain ASCII."""
    good = bad = 0
    for character in text[:_MOST_READ]:
        if character.isascii():
            continue
        written = character.encode("gb18030")
        if len(written) == 2 and (written[0] in _USUAL_ROWS or _is_other_sign(written)):  # noqa: PLR2004
            good += 1
        else:
            bad += 1
    return good / (good + bad) if good else 0.0


def _is_usual(text: str) -> bool:
    """Whether a text has the characters that no Chinese text is without."""
    characters = [character for character in text[:_MOST_READ] if "\u4e00" <= character <= "\u9fff"]
    return sum(character in _OFTEN for character in characters) >= _OFTEN_ENOUGH * len(characters)


def _is_other_sign(written: bytes) -> bool:
    """Whether these are the bytes of punctuation, of a full-width sign or of a Cyrillic letter."""
    return written[0] in {0xA1, 0xA3, 0xA7} and written[1] >= 0xA1  # noqa: PLR2004
