"""The elements of a web page, and how much stands in each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feeds import html

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

NODES_MAX = 50_000  # of a page that are looked at; a portal's front page has five thousand

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|rar|zip)(?:$|[?#])|download", re.I)


@dataclass(slots=True)
class Part:
    """An element of the page, and how much stands in it."""

    node: LexborNode
    tag: str
    parts: list[Part] = field(default_factory=list)
    words: int = 0
    """Characters outside of links."""
    linked: int = 0
    """Characters in links."""
    links: int = 0
    documents: int = 0
    """Links to documents."""
    size: int = 1
    """Elements, this one and all in it."""
    gone: bool = False
    lost: int = 0
    """Characters outside of links that are gone with what is in it."""

    @staticmethod
    def of(root: LexborNode) -> Part:
        """The tree of parts below an element; text goes into the part it stands in. Weighed already."""
        whole = Part(root, root.tag or "")
        stack = [whole]
        for _ in range(NODES_MAX):
            if not stack:
                break
            part = stack.pop()
            child = part.node.child
            while child is not None:
                if child.is_text_node:
                    part.words += len((child.text_content or "").strip())
                elif child.is_element_node and child.tag not in html.DROPPED:
                    part.parts.append(Part(child, child.tag or ""))
                child = child.next
            stack += part.parts
        whole.weigh()
        return whole

    def below(self) -> Iterator[Part]:
        """This part and all in it, each before what is in it, in the order of the page."""
        stack = [self]
        while stack:
            part = stack.pop()
            yield part
            stack += reversed(part.parts)

    def weigh(self) -> None:
        """Add up what stands in the parts, once their own text is counted."""
        for part in reversed([*self.below()]):
            part.size += sum(it.size for it in part.parts)
            if part.tag == "a":
                address = part.node.attributes.get("href") or ""
                part.words, part.linked, part.links = 0, part.words + sum(it.words for it in part.parts), 1
                part.documents = int(bool(_DOCUMENT.search(address)))
                continue
            for it in part.parts:
                part.words += it.words
                part.linked += it.linked
                part.links += it.links
                part.documents += it.documents
