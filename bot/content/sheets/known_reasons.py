"""What readers and rules say against content, in the languages of the bot.

They say it in English, for the command line and for files. Here stands the form of each thing they say, so that it is
recognised and said to an organiser in their own language; a test holds the two together.
"""

from typing import Final

from bot.core.translation import msg

# In these places of a form stands something that is itself one of the forms.
INNER: Final = frozenset({"reason", "kind", "needed"})

# What may follow any reason.
ENDINGS: Final = (
    msg("{reason}, and «{value}» is written"),
    msg("{reason}; did you mean {word}?"),
)

KINDS: Final = (
    msg("a source"),
    msg("a topic"),
    msg("a fact"),
    msg("a caveat"),
    msg("a quote"),
    msg("an organisation"),
    msg("a person"),
    msg("a place"),
    msg("a group"),
    msg("an event"),
    msg("a word of the glossary"),
    msg("something unstated"),
    msg("a person or an organisation"),
    msg("a fact, a person, an organisation, a place, an event or a quote"),
    msg("a fact, a person, an organisation, a place, an event, a quote or a source"),
)

OF_IDS: Final = (
    msg("{id} is already the id of {kind} ({place}); ids are unique"),
    msg("there is no {id} here; {needed} is needed"),
    msg("{id} is {kind}; {needed} is needed"),
    msg("{id} is listed twice"),
    msg("{id} has no contact, and so cannot be called"),
    msg("{id} is about itself"),
    msg("is not an id: Latin letters and digits, with single hyphens between them"),
)

OF_ORIGIN: Final = (
    msg("{language} is not the language of any of its sources ({languages})"),
    msg("is {languages}, but there is no text in it"),
    msg("none of its sources is in {language} (they are in {languages})"),
    msg("is the language of the words themselves: there is nothing to translate"),
    msg("is before the page was published, {day}"),
    msg("is before the page was first seen, {day}"),
    msg("{id} names no source: write the id of a page that was read and says so"),
    msg("{host} is for examples; only a sample may name it"),
    msg("is an example's; only a sample may have it"),
    msg("Chinese characters of a name are never our own: name the source that prints them, or leave them out"),
    msg("status 'source' names its source; status 'ours' has none"),
)

OF_CHANGE: Final = (
    msg(
        "{id} says something else than before, and none of its sources ({sources}) was read since: "
        "read one and write the day as its checked_on, or name the source that says so"
    ),
    msg("lies ahead: today is {today}, and nobody can have read it yet"),
)

OF_TEXTS: Final = (
    msg("is not written in Russian"),
    msg("is not written in English"),
    msg("is not written in Chinese"),
    msg("is not written in Russian, which `language` says"),
    msg("is not written in English, which `language` says"),
    msg("is not written in Chinese, which `language` says"),
    msg("is {length} characters long; at most {longest} fit"),
    msg("has {length} characters of text; at most {longest} fit a message"),
    msg("is longer than {longest} characters"),
    msg("has a character that cannot be shown (U+{code})"),
    msg("has a character that cannot be shown"),
    msg("a text is needed in at least one of ru, en, zh"),
    msg("a name is needed in at least one of ru, en, zh"),
)

OF_TIMES: Final = (
    msg("a time needs its day"),
    msg("an end needs a start"),
    msg("the end is not after the start"),
    msg("last_day comes after day"),
    msg("is more than a year after the first event, {day}"),
    msg("makes an event of more than {days} days"),
    msg("does not exist on {day}: the clocks go forward past it"),
    msg("is not a date such as 2025-09-23"),
    msg("is not in the years {first} to {last}"),
    msg("is not a time such as 09:30"),
    msg("is a time with a zone: times are local and the zone is named in `zone`"),
    msg("is not an IANA time zone such as Asia/Shanghai"),
)

OF_VALUES: Final = (
    msg("is missing"),
    msg("is empty"),
    msg("is empty: write it, or leave the key out where it is not needed"),
    msg("is not {expected}"),
    msg("is not a number"),
    msg("is not a whole number"),
    msg("is less than {least}"),
    msg("is more than {most}"),
    msg("is neither true nor false"),
    msg("needs at least one"),
    msg("needs a list"),
    msg("needs a text, not a list or keys"),
    msg("needs a text for each language: ru, en, zh"),
    msg("needs a form for each script: ru, en, zh, each with text and status"),
    msg("needs keys and values; known are: {known}"),
    msg("is not known here; known are: {known}"),
    msg("is not known here; did you mean {word}?; known are: {known}"),
    msg("is not a phone number such as +86 21 0000 0000"),
    msg("is not an e-mail address such as name@example.org"),
    msg("is not a Telegram name such as @example"),
    msg("is not a language of two small letters such as ru"),
    msg("is not a web address such as https://example.org/page"),
    msg("a contact needs a phone, an email, a telegram or a wechat name"),
)

OF_FILES: Final = (
    msg("is larger than 5 MB"),
    msg("is not a visit: it needs keys at the top"),
    msg("is not UTF-8 text"),
    msg("is not YAML: {details}"),
    msg("has a second document (`---`): one visit is one document"),
    msg("comes after {most} values, which is as much as a visit may have"),
    msg("is nested more than {most} levels deep"),
    msg("is an alias (*): write the value itself, or put the text in quotes"),
    msg("has an anchor (&): write the value where it is needed, or put the text in quotes"),
    msg("has an anchor (&) or a tag (!) at its key"),
    msg("has a tag (!): values have no types here, or put the text in quotes"),
    msg("has something other than a word as a key"),
    msg("is written a second time (first in line {line})"),
    msg("is for samples: a real visit says its dates"),
    msg("is not publication, the only day from which days count"),
    msg("is a number: write a date such as 2025-09-23, or `days_count_from: publication` at the top of a sample"),
    msg("is a date, but `days_count_from` says that days are numbered: 1, 2, 3"),
    msg("is not the number of a day: 1, 2, 3"),
)

FORMS: Final = (*OF_IDS, *OF_ORIGIN, *OF_CHANGE, *OF_TEXTS, *OF_TIMES, *OF_FILES, *OF_VALUES, *KINDS)
