"""Pages are read in processes of their own, so that a hostile page costs only itself.

`pool` is all that others call: it hands pages to children, holds their time and memory, and replaces
a child that is lost. `process` is the parent's end of one child, `child` its other end, `messages`
what goes between them; `tasks` is what a child can do, `sandbox` what it may not, `loss` how a page
that the parser cut is told from a whole one.
"""
