# ruff: noqa: E501  (a sentence of the paper stays on one line)
"""Words for the few English pages."""

from __future__ import annotations

from crawler.replica.vocabulary import _lines

# `{time}` and `{Place}` are filled by `prose`; the rest is drawn from these lists.
TITLES = _lines("""
    Provincial People's Council convenes its regular session
    {Place} district strengthens the work of Party building
    Voters of {Place} meet deputies to the National Assembly
    Border communes share experience in mass mobilisation
    Standing Committee reviews {hundreds} proposals of voters
    {Place} promotes administrative reform at the grassroots
    Delegation inspects forest fire prevention in {Place} district
    Friendship exchange opens at the border gate of {Place}
""")
LEADS = _lines("""
    On the morning of {day}, the Standing Committee of the Provincial Party Committee held a conference on the work of {Place} district.
    Over the past {small} months, {Place} district has carried out {tens} projects that serve the people of border communes.
    The delegation of deputies worked with {Place} district on {day} about proposals put forward by {hundreds} voters.
    With the consent of the people, {Place} district has completed {pct} per cent of this year's plan.
""")
SENTENCES = _lines("""
    The conference heard a report on {tens} tasks, of which {small} were finished ahead of schedule.
    Delegates discussed how to raise the quality of meetings in {hundreds} Party cells.
    In {lastyear}, the district mobilised {tens} billion dong to build rural roads in {small} communes.
    Voters proposed that authorities pay more attention to land management and clean water.
    The chairman asked every office to name the person in charge and the date of completion.
    Mutual understanding between the two sides of the border has been deepened through {small} rounds of talks.
    By the end of the quarter, {thousands} households had gained access to preferential loans.
    On this occasion, {small} groups and {tens} individuals were commended for their contributions.
    The plan will be turned into action by all {tens} communes before the end of {year}.
    According to the report, the rate of files settled in time reached {pct} per cent.
""")
CAPTIONS = _lines("""
    Delegates at the conference
    A view of the meeting
    Voters of the commune put forward their proposals
    The delegation visits a model farm
""")
HEADINGS = _lines("""
    First results
    What remains to be done
    Close to the people
""")
TAGS = ("Party building", "Lang Son", "voters", "People's Council")
