"""The completeness proof: what should be stored, by section and day, against what is. Pure.

What listings, feeds, sitemaps, REST and web archives showed (sightings), and what the frontier and the
articles know besides, gives one `Item` an article. Each is stored, left out as asked, or a hole with a
likely cause (`causes`); holes between the items are days on which a section that usually speaks was silent
(`silence`, with `days_off`), and leaps of the paper's numbers (`numbers`: weak evidence, never a hole by
itself). `survey.survey` puts all together; `lines` and `files` print and write it. The reader of a data
folder is `crawler.store.completeness`.
"""
