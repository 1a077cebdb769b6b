"""What of a saved web page is the site and not the document: menus, banners, side columns, lists of other pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ROLES = frozenset("navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar".split())
_TAGS = frozenset({"nav", "aside", "form", "dialog"})
# Words in a class or id by which sites name their furniture, as whole words.
_NAMES = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|cookies?|cookiebar|consent|share|advert\w*|"
    r"newsletter|skip-?links?|pagination|pager|toolbar|login|footer)(?:$|[-_\s])",
    re.IGNORECASE,
)
_STYLE_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# Main content must be a fair part of what the page says, else it is a frame that a script would have filled.
_MAIN_SHARE = 0.4
# A block of which this much is links, in three or more of them, is a menu.
_LINK_SHARE, _LINKS = 0.7, 3


def is_hidden(node: LexborNode) -> bool:
    """True where the page does not show the element."""
    attributes = node.attributes
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or bool(_STYLE_HIDDEN.search(attributes.get("style") or ""))


def is_contents(node: LexborNode) -> bool:
    """True for a list whose words are links to places in the same page."""
    links = node.css("a")
    return (
        len(links) >= _LINKS
        and all((link.attributes.get("href") or "").startswith("#") for link in links)
        and _link_share(node) >= _LINK_SHARE
    )


def is_chrome(node: LexborNode) -> bool:
    """True for an element that belongs to the site."""
    tag = node.tag or ""
    attributes = node.attributes
    if tag in _TAGS or (attributes.get("role") or "") in _ROLES:
        # Some sites put the whole page into one form.
        return tag != "form" or len(_words(node)) < 2_000
    if tag in ("header", "footer"):
        return not _inside(node, ("main", "article"))
    if tag not in ("div", "section", "ul", "ol", "p", "table"):
        return False
    named = _NAMES.search(f"{attributes.get('class') or ''} {attributes.get('id') or ''}")
    if named and len(_words(node)) < 2_000 and node.css_first("h1, main, article") is None:
        return True
    links = node.css("a") if tag != "p" else []
    return len(links) >= _LINKS and not is_contents(node) and _link_share(node) >= _LINK_SHARE


def main_element(body: LexborNode) -> LexborNode:
    """The element that holds the document: the page's own main or only article where it says enough, else its body."""
    everything = max(1, len(_words(body)))
    for selector in ("main", "[role=main]", "article"):
        found = body.css(selector)
        if len(found) == 1 and len(_words(found[0])) >= _MAIN_SHARE * everything:
            return found[0]
    return body


def _inside(node: LexborNode, tags: tuple[str, ...]) -> bool:
    above = node.parent
    while above is not None:
        if above.tag in tags:
            return True
        above = above.parent
    return False


def _words(node: LexborNode) -> str:
    return " ".join((node.text(deep=True) or "").split())


def _link_share(node: LexborNode) -> float:
    return sum(len(_words(link)) for link in node.css("a")) / max(1, len(_words(node)))
