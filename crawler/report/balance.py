"""Whether a run's ledger adds up: each address that was asked for has one end, or was given back. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.report.outcomes import FAILED, FATES, FILTERED, GONE, QUARANTINE, STORED, UNCHANGED

# In which states an end may leave its address. A listing that cannot be read is asked in every run.
_STATES: Mapping[str, frozenset[str]] = {
    STORED: frozenset({"done"}),
    UNCHANGED: frozenset({"done"}),
    GONE: frozenset({"gone", "done"}),  # done: kept until it is missing a day later still
    FAILED: frozenset({"failed"}),
    FILTERED: frozenset({"filtered"}),
    QUARANTINE: frozenset({"quarantine", "failed"}),
    "": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of a run: requested = the fates + what was returned.

    Attributes:
        requested: Addresses that the run asked for.
        fates: How many had each end.
        returned: How many had none: they wait for the next run.
        astray: What does not fit, as sentences; empty where the ledger adds up.
    """

    requested: int
    fates: Mapping[str, int]
    returned: int
    astray: tuple[str, ...] = ()

    @property
    def balanced(self) -> bool:
        """Whether it adds up."""
        return not self.astray

    def to_json(self) -> dict[str, object]:
        """Give it as a report shows it."""
        sums = {"requested": self.requested, **self.fates, "returned": self.returned}
        return {**sums, "balanced": self.balanced, "astray": list(self.astray)}


def balance(rows: Iterable[tuple[str, str, int]], *, requested: int | None, finished: bool) -> Balance:
    """Add up a run.

    Args:
        rows: (end in the run's ledger, state in the frontier, number of addresses); an end of '' is none,
            a state of '' an address that the frontier does not know.
        requested: How many addresses the run counted when it asked for them; None where nobody knows (the
            run was killed).
        finished: Whether the run came to its own end: then it has nothing in hand any more.
    """
    fates: Counter[str] = Counter()
    waiting = {"pending"} if finished else {"pending", "leased"}
    astray = []
    for fate, state, number in rows:
        fates[fate] += number
        if state not in _STATES.get(fate, frozenset()) | waiting:
            end = f"with the end {fate!r}" if fate else "without an end"
            astray.append(f"{number} {end} in the state {state or 'unknown'!r}")
    total = fates.total()
    if requested is not None and requested != total:
        astray.append(f"{requested} were asked for, {total} are in the ledger")
    unknown = sorted(set(fates) - {*FATES, ""})
    astray += [f"{fates[fate]} have the unknown end {fate!r}" for fate in unknown]
    known = {fate: fates[fate] for fate in FATES}
    return Balance(total if requested is None else requested, known, fates[""], tuple(astray))
