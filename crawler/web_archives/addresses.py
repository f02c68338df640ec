"""Which numbers the name of an archive's host may stand for: aiohttp's resolver, with our guard."""

from __future__ import annotations

import socket
from collections.abc import Collection

from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver

from crawler.fetch.address import connection_refusal


class PublicAddressResolver(ThreadedResolver):
    """Looks names up; what is not public is refused, and what was judged is what is connected to.

    Numbers in place of names do not come this way: `endpoints` has judged them.

    Args:
        near_hosts: Hosts that the settings put on this machine.
    """

    def __init__(self, near_hosts: Collection[str]) -> None:
        super().__init__()
        self._near_hosts = frozenset(near_hosts)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Look a name up.

        Raises:
            OSError: There is no such name, or it stands for an address that is not connected to.
        """
        found = await super().resolve(host, port, family)
        for one in found:
            if reason := connection_refusal(host, one["host"], origin_hosts=self._near_hosts):
                raise OSError(None, f"{reason}: it is not connected to")
        return found
