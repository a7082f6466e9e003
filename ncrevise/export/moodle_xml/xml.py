"""Elements of Moodle's XML, as text."""

from __future__ import annotations

import re
from html import escape

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """Put the replacement character in the place of those that XML refuses."""
    return ILLEGAL.sub("\ufffd", text)


def cdata(html: str) -> str:
    """Wrap HTML; what would end the wrapping is parted."""
    return f"<![CDATA[{html.replace(']]>', ']]]]><![CDATA[>')}]]>"


def words(name: str, text: str) -> str:
    """Write an element that holds words."""
    return f"<{name}><text>{escape(text, quote=False)}</text></{name}>\n"


def html(name: str, text: str) -> str:
    """Write an element that holds HTML."""
    return f'<{name} format="html"><text>{cdata(text)}</text></{name}>\n'


def value(name: str, text: object) -> str:
    """Write an element that holds a number or a name."""
    return f"<{name}>{escape(str(text), quote=False)}</{name}>\n"
