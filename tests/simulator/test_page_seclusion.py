"""The page's server answers this machine and its own page only, and ends its connections when it stops."""

import aiohttp
import pytest

from bot.simulator import Simulator
from tests.simulator.conftest import Http


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8081", "[::2]"])
async def test_another_host_name_is_refused(simulator: Simulator, http: Http, host: str) -> None:
    for path in ("/page-api/state", f"/bot{simulator.options.token}/getMe"):
        async with http.session.get(simulator.base_url + path, headers={"Host": host}) as response:
            assert response.status == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null"])
async def test_the_page_of_another_site_can_change_and_read_nothing(
    simulator: Simulator, http: Http, origin: str
) -> None:
    headers = {"Origin": origin}
    fault = {"kind": "429"}
    async with http.session.post(f"{simulator.base_url}/page-api/faults", json=fault, headers=headers) as response:
        assert response.status == 403
    socket = f"{simulator.base_url}/page-api/chat/1001/1001/socket"
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.session.ws_connect(socket, headers=headers)
    own = {"Origin": simulator.base_url}
    async with http.session.post(f"{simulator.base_url}/page-api/faults", json=fault, headers=own) as response:
        assert response.status == 200


async def test_a_pane_of_nobody_or_of_a_strange_chat_is_refused(simulator: Simulator, http: Http) -> None:
    for path in ("404/404", "1001/1002", "1001/-5"):
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.session.ws_connect(f"{simulator.base_url}/page-api/chat/{path}/socket")


async def test_stopping_closes_the_panes(simulator: Simulator, http: Http) -> None:
    url = f"{simulator.base_url}/page-api/chat/1001/1001/socket"
    async with http.session.ws_connect(url) as socket:
        await socket.receive_json()
        await simulator.stop()
        assert (await socket.receive(timeout=10)).type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
