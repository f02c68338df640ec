"""From a page to the strings an article is made of, by landmarks, not by class names.

`encoding` bytes -> UTF-8 · `document`, `walker` one parse, one walk -> lines and blocks (`page_lines`) ·
`metadata` what the head says · `title`, `stamp`, `reading`, `breadcrumb`, `tags` find the landmarks ·
`boxes`, `lexicon`, `lines_about` tell look-alikes apart · `blocks`, `captions`, `tables`, `lead` make
the body · `landmarks` puts them together · `explain` says what was found where, and what was refused.
"""

from crawler.extract.landmarks import find_landmarks, raw_article
from crawler.items import Page, RawArticle

__all__ = ["extract"]


def extract(page: Page) -> RawArticle:
    """Read an article from a page.

    Raises:
        PageError: the page is no article that can be read; the error says what becomes of it.
    """
    return raw_article(find_landmarks(page))
