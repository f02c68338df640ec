"""Where notices go: a webhook's address, or a command. Whatever becomes of it, the run is what it was.

A webhook gets the notice as the body of a POST (application/json) and answers with any 2xx; a redirect is
not followed. A command gets it on standard input, and `LANGSON_TEXT`, `LANGSON_EXIT_CODE`, `LANGSON_RUN` in
its environment; no shell takes part. The address may be of this machine or a private network: its owner
names it. Addresses and command lines hold keys, so no message says more of one than its host or program.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import aiohttp
import orjson
from yarl import URL

from crawler.errors import SettingError


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a hook may take.

    Attributes:
        waits: Seconds before each further try of a webhook: so many tries and one.
        answer: Seconds that one try may take.
        command: Seconds that a command may take.
    """

    waits: Sequence[float] = (1.0, 5.0)
    answer: float = 10.0
    command: float = 60.0


# A service manager that ends a run kills what takes longer than seconds.
HURRIED = Patience(waits=(), answer=5.0, command=5.0)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that takes notices. `name` is what messages say of it."""

    url: URL
    name: str


@dataclass(frozen=True, slots=True)
class Command:
    """A program that takes notices, with its arguments."""

    words: tuple[str, ...]
    name: str


Hook = Webhook | Command


def parse_hook(text: str) -> Hook:
    """Read the option `notify`.

    >>> parse_hook("https://key@chat.example/hooks/secret?token=1").name
    'https://chat.example'
    >>> parse_hook("/usr/local/bin/tell 'the team'").name
    'tell'

    Raises:
        SettingError: It is neither; what was given is not repeated.
    """
    text = text.strip()
    if text.lower().startswith(("http://", "https://")):
        try:
            url = URL(text)
        except ValueError:
            url = URL()
        if not url.host or not text.isprintable() or " " in text:
            raise SettingError("notify: the webhook's address cannot be read; give https://host/path")
        return Webhook(url, str(url.origin()))
    try:
        words = tuple(shlex.split(text))
    except ValueError as error:
        raise SettingError(f"notify: the command cannot be read: {error}".lower()) from None
    if not words or not words[0]:
        raise SettingError("notify: it is empty; give a webhook's address or a command")
    return Command(words, os.path.basename(words[0]))


def tell(hook: Hook, notice: Mapping[str, Any], patience: Patience, *, agent: str) -> str | None:
    """Give a notice to a hook.

    Args:
        hook: Whom.
        notice: As `Notice.to_json` gives it.
        patience: How long it may take.
        agent: The field User-Agent.

    Returns:
        None where it was taken; else one sentence that says why it was not. Never raises for what the hook
        does.
    """
    body = orjson.dumps(notice, option=orjson.OPT_APPEND_NEWLINE)
    if isinstance(hook, Webhook):
        trouble = asyncio.run(_post(hook, body, patience, agent))
    else:
        trouble = asyncio.run(_run(hook, body, notice, patience))
    return f"notify: {hook.name}: {trouble}; the run is not touched by it" if trouble else None


# --- webhooks -----------------------------------------------------------------------------------


async def _post(hook: Webhook, body: bytes, patience: Patience, agent: str) -> str:
    headers = {"Content-Type": "application/json", "User-Agent": agent}
    timeout = aiohttp.ClientTimeout(total=patience.answer)
    trouble, tries = "", 0
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
        for wait in (0.0, *patience.waits):
            await asyncio.sleep(wait)
            tries += 1
            trouble, again = await _try(session, hook, body, patience)
            if not again:
                break
    times = f" ({tries} tries)" if tries > 1 else ""
    return f"{trouble}{times}" if trouble else ""


async def _try(
    session: aiohttp.ClientSession, hook: Webhook, body: bytes, patience: Patience
) -> tuple[str, bool]:
    """Give (what went wrong, whether another try may help). The errors' own words hold the address."""
    try:
        async with session.post(hook.url, data=body, allow_redirects=False) as response:
            status = response.status
    except TimeoutError:
        return f"no answer within {patience.answer:g} s", True
    except aiohttp.ClientConnectorCertificateError:
        return "its certificate cannot be verified", False
    except aiohttp.ClientConnectorError as error:
        return f"no connection ({error.os_error.strerror or 'unknown host'})", True
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return f"no answer ({type(error).__name__})", True
    if 200 <= status < 300:
        return "", False
    if 300 <= status < 400:
        return (
            f"it redirects (HTTP {status}), which is not followed; give its new address",
            False,
        )
    return f"it answers HTTP {status}", status in (408, 429) or status >= 500


# --- commands -----------------------------------------------------------------------------------


async def _run(hook: Command, body: bytes, notice: Mapping[str, Any], patience: Patience) -> str:
    told = {"LANGSON_TEXT": notice["text"], "LANGSON_RUN": notice["run"] or "",
            "LANGSON_EXIT_CODE": "" if notice["exit_code"] is None else str(notice["exit_code"])}  # fmt: skip
    told = {name: value.replace("\0", "") for name, value in told.items()}
    try:
        process = await asyncio.create_subprocess_exec(
            *hook.words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL,
            env=os.environ | told, start_new_session=True,
        )  # fmt: skip
    except (OSError, ValueError) as error:
        return f"cannot be started ({getattr(error, 'strerror', None) or type(error).__name__})"
    try:
        await asyncio.wait_for(process.communicate(body), patience.command)
    except TimeoutError:
        return f"ended, it had not finished within {patience.command:g} s"
    finally:
        if process.returncode is None:  # out of time, or Ctrl-C
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    return f"exit code {process.returncode}" if process.returncode else ""
