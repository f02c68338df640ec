"""The doctor: what was asked and answered in, findings in plain words out. Pure.

- ``evidence``      what the doctor was told: what it asked for, the exchanges, whom
- ``answers``       one exchange read: which way to the articles it belongs to, and what it shows
- ``plan``          what to ask next, after what was answered
- ``article_page``  one article's page: each field, where it stands, how sure that is
- ``selectors``     the landmarks found beside the selectors that are known
- ``looks``         what looks most like a landmark that was not found
- ``lists``         why a listing shows nothing
- ``rules``         robots.txt in words
- ``ways``          each way to the articles: whether it answers, how far it reaches
- ``finding``       a finding, and the exit code that all of them earn
- ``judgement``     all findings of what was read
- ``fields``        the findings about articles' fields
- ``diagnosis``     the whole, as it is written to ``report.json``
- ``words``         the same in Markdown
- ``archive``       what is taken of an archive that the doctor did not make
- ``bundle``        the file that is attached to a bug report

The fetching is `spiders.doctor`'s; online and offline judge by the same functions.
"""
