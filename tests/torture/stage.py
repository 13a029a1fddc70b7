"""What the lives of a campaign share: Telegram, the people, the folder, and the processes that can be started."""

from dataclasses import dataclass
from pathlib import Path
from random import Random

from aiohttp import ClientSession

from bot.simulator import Simulator
from tests.torture.evidence import is_idle
from tests.torture.flow import Flow
from tests.torture.orders import Orders, database_in
from tests.torture.outbox.weather import FAIR, Weather
from tests.torture.plan import Ending
from tests.torture.processes import Nursery
from tests.torture.waiting import until


@dataclass(slots=True)
class Stage:
    """The stage of one campaign. `lives` counts the starts, `quota` what is still to be written in the present one."""

    folder: Path
    nursery: Nursery
    simulator: Simulator
    flow: Flow
    random: Random
    bug: str | None
    lives: int = 0
    quota: int = 0
    weather: Weather = FAIR
    owners: tuple[int, ...] = ()
    content: Path | None = None
    settle_seconds: float | None = None

    @property
    def database(self) -> Path:
        """Where the bot's store is."""
        return database_in(self.folder)

    def orders(self, ending: Ending) -> Orders:
        """Return the orders for the next life."""
        self.lives += 1
        return Orders(
            api_url=self.simulator.base_url,
            token=self.simulator.options.token,
            folder=str(self.folder),
            trace=str(self.folder / f"trace-{self.lives}"),
            log=str(self.folder / f"log-{self.lives}"),
            lifeline=self.nursery.lifeline,
            die_at=ending.point or None,
            die_on=ending.occurrence,
            bug=self.bug,
            owners=self.owners,
            proxy=self.weather.proxy,
            call_seconds=self.weather.call_seconds,
            content=None if self.content is None else str(self.content),
            settle_seconds=self.settle_seconds,
        )

    def write(self, count: int) -> None:
        """Have people write this much, as far as the quota goes."""
        count = min(count, self.quota)
        self.quota -= count
        self.flow.push(count)

    def nothing_new(self) -> bool:
        """Tell whether the bot has confirmed all that there is and nobody will write more."""
        return not self.quota and not self.simulator.world.updates.pending

    def nothing_more(self) -> bool:
        """Tell whether it has also sent all that it sends by itself for now."""
        return self.nothing_new() and self.flow.nothing_more(self.database)

    def handled(self) -> bool:
        """Tell whether the running bot has handled all that there is, answered it and forgotten it."""
        return self.nothing_new() and is_idle(self.database)

    def idle(self) -> bool:
        """Tell whether it has handled it all, and does nothing by itself for now."""
        return self.handled() and self.flow.at_rest(self.database)

    async def last_words(self) -> None:
        """Return when Telegram has read everything that a dead child sent.

        Connections are accepted in order: when one made now is answered, all of the child's were accepted.
        """
        async with ClientSession() as session, session.get(f"{self.simulator.base_url}/last-words"):
            pass
        runner = self.simulator._runner
        server = runner.server if runner is not None else None
        await until(lambda: server is None or not server.connections, "the end of a dead child's connections")
