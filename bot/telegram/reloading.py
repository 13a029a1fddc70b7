"""Brings what was published into memory, once it is committed and not before."""

from collections.abc import Callable, Iterable, Sequence

from bot.content.library import Library
from bot.content.loading import successor
from bot.core.database import Database


class Reloading:
    """Loads the editions that hold from the store into the library.

    What is noted stays so until it is loaded: when the store is in trouble, `catch_up` is to be called again.
    """

    def __init__(self, database: Database, library: Library, loaded: Sequence[Callable[[], None]] = ()) -> None:
        """Each of `loaded` is called when something was: another edition holds."""
        self._database = database
        self._library = library
        self._loaded = loaded
        self._behind: set[str] = set()

    @property
    def behind(self) -> bool:
        """Whether something noted is still to be loaded."""
        return bool(self._behind)

    def note(self, visit_ids: Iterable[str]) -> None:
        """Note that editions of these visits were published, and that this is committed."""
        self._behind.update(visit_ids)

    async def catch_up(self) -> None:
        """Load what was noted. An edition takes the other's place at once: nobody sees half of it."""
        for visit_id in sorted(self._behind):
            known = self._library.edition(visit_id)
            edition = await self._database.run("reload", successor, visit_id, known)
            if edition is not None:
                self._library.replace(edition)
            self._behind.discard(visit_id)
            for tell in self._loaded:
                tell()
