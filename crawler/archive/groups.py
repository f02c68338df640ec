"""The records of a file as exchanges: a warcinfo, then request, response (or revisit) and metadata of
each exchange, then the closing record. Whatever breaks that order is a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crawler.archive.file_records import Closing, read_closing
from crawler.archive.walk import Fault, Found

_ORDER = (("request",), ("response", "revisit"), ("metadata",))


@dataclass(slots=True)
class Survey:
    """What stands in a file.

    Attributes:
        exchanges: Whole ones.
        good_end: Where the last whole exchange (or the warcinfo, or the closing record) ends.
        faults: In the file's order.
        date: WARC-Date of the first record that could be read.
        closing: What the closing record says, if there is one.
        closing_offset: Where it begins.
    """

    exchanges: int = 0
    good_end: int = 0
    faults: list[Fault] = field(default_factory=list)
    date: str | None = None
    closing: Closing | None = None
    closing_offset: int = 0

    @property
    def torn_tail(self) -> bool:
        """Whether the file only ends too early: at most its last bytes are of no use."""
        return all(fault.offset >= self.good_end for fault in self.faults)


def survey(steps: Iterable[Found | Fault]) -> Survey:
    """Go through a file's records."""
    result = Survey()
    group: list[Found] = []
    lost = False  # whether a damaged record may explain what is out of order
    for step in steps:
        if isinstance(step, Fault):
            result.faults.append(step)
            group, lost = [], True
            continue
        result.date = result.date or step.record.fields["WARC-Date"]
        if _is_whole_alone(step, result):
            result.faults += _unfinished(group)
            group, lost = [], False
        elif _continues(group, step):
            group, lost = _grown(group, step, result), False
        else:
            result.faults += _unfinished(group)
            starts = step.record.type == "request"
            if not starts:
                _stray(step, result, lost)
            group = [step] if starts else []
    result.faults += _unfinished(group)
    return result


def _is_whole_alone(step: Found, result: Survey) -> bool:
    """Take a warcinfo at the start, or a closing record."""
    if step.record.type == "warcinfo" and step.offset == 0:
        result.good_end = step.end
        return True
    closing = read_closing(step.record)
    if closing is None:
        return False
    if result.closing:
        result.faults.append(Fault(step.offset, step.end, "a second closing record"))
    result.closing, result.closing_offset, result.good_end = closing, step.offset, step.end
    return True


def _continues(group: list[Found], step: Found) -> bool:
    """Whether a record is the next one of the exchange: by type and by WARC-Concurrent-To."""
    if step.record.type not in _ORDER[len(group)]:
        return False
    if not group:
        return True
    first, record = group[0].record, step.record
    concurrent = first.fields.get("WARC-Concurrent-To")
    of_same = record.id if len(group) == 1 else record.fields.get("WARC-Concurrent-To")
    return step.offset == group[-1].end and concurrent == of_same


def _grown(group: list[Found], step: Found, result: Survey) -> list[Found]:
    if len(group) + 1 < len(_ORDER):
        return [*group, step]
    result.exchanges += 1
    result.good_end = step.end
    if result.closing:
        result.faults.append(Fault(group[0].offset, step.end, "an exchange behind the closing record"))
    return []


def _unfinished(group: list[Found]) -> Iterator[Fault]:
    if group:
        url = group[0].record.fields.get("WARC-Target-URI")
        yield Fault(group[0].offset, group[-1].end, f"the exchange with {url} lacks records")


def _stray(step: Found, result: Survey, lost: bool) -> None:
    """Take a record that no exchange expects here. Behind damage it shows that the file went on."""
    if lost:
        result.good_end = step.end
    else:
        problem = f"a {step.record.type} record that no exchange expects here"
        result.faults.append(Fault(step.offset, step.end, problem))
