"""People with their offices as printed: `find(text)`.

- `offices`: a name beside its offices;
- `titles`: an office, from its title to its institution;
- `institutions`, `institution_words`: the bodies that somebody holds an office in.
"""

from crawler.annotate.officials.offices import Official, find

__all__ = ["Official", "find"]
