from typing import Any

from aiogram.types import User
from aiogram.utils.formatting import Bold, BotCommand, CustomEmoji, Italic, Pre, Text, TextLink, TextMention
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.rendering import plain, rendered

words = st.text(max_size=6) | st.sampled_from(["¹", "园区", "🧬", "Парк"])
leaves = words | st.integers()


def _around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Text]:
    body = st.lists(inner, max_size=4)
    kinds = st.sampled_from([Text, Bold, Italic, BotCommand])
    return st.one_of(
        st.builds(lambda kind, nodes: kind(*nodes), kinds, body),
        st.builds(lambda nodes: TextLink(*nodes, url="https://example.org/a"), body),
        st.builds(lambda nodes: Pre(*nodes, language=None), body),
        st.builds(lambda nodes: CustomEmoji(*nodes, custom_emoji_id="5"), body),
        st.builds(lambda nodes: TextMention(*nodes, user=User(id=7, is_bot=False, first_name="Ann")), body),
    )


@given(_around(st.recursive(leaves, _around, max_leaves=12)))
def test_a_text_renders_to_what_aiogram_would_send(body: Text) -> None:
    text, entities = body.render()
    assert rendered(body) == (text, [entity.model_dump(exclude_none=True) for entity in entities])
    assert plain(body) == text
