"""What stands behind an item of a list: a web page's article with the documents it links to, or a document itself.
Pure, and slow for large pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from feeds import entries, html
from feeds.decode import decode
from feeds.documents import article, links
from feeds.documents.model import Document
from feeds.model import Entry, Fetched
from feeds.pages import tree


def is_page(fetched: Fetched) -> bool:
    """Whether what came is a web page, and no document."""
    return "html" in fetched.content_type or fetched.body[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")


def name(fetched: Fetched) -> str:
    """What a document is called, by its address."""
    return PurePosixPath(unquote(urlsplit(fetched.url).path)).name


def of_page(entry: Entry, fetched: Fetched, selector: str) -> Entry:
    """The entry with what its page says. `selector`: where the operator says that the article stands."""
    markup = decode(fetched.body, fetched.charset)
    page = article.whole(markup, selector)
    found = links.among(page.links, urljoin(fetched.url, page.base))
    return replace(of_document(entry, page.document), attachments=found)


def of_document(entry: Entry, document: Document) -> Entry:
    """The entry with the text of a document. The list's own date counts before the one on the page; its title as well,
    unless it is cut short there."""
    text = entries.capped(html.tidy(document.text))
    return replace(
        entry, text=text, title=tree.longer(entry.title, document.title)[: entries.TITLE_CHARS_MAX],
        published_on=entry.published_on or document.published_on, reading=None,
    )
