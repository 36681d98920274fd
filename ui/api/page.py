"""The addresses as one readable page, for a browser: no script, nothing from elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from markupsafe import Markup

from ui.api.parameters import parameter
from ui.api.register import ADDRESSES
from ui.kit import html
from ui.map.shelf import base
from ui.view.state import DEFAULTS
from ui.words import api as words
from ui.words.common import PRODUCT

if TYPE_CHECKING:
    from geo.whatif.scene import Scene

PAGE: Final = Markup(
    '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title} · {product}</title><style>"
    "body {{ font: 1rem/1.5 system-ui, sans-serif; color: #1b2530; background: #fff; max-width: 70rem; margin: 0 auto; padding: 1rem; }}"
    "h1 {{ font-size: 2rem; }} h2 {{ font-size: 1.2rem; margin-top: 2rem; }} a {{ color: #1d5f9e; }}"
    "table {{ border-collapse: collapse; width: 100%; }} .wide {{ overflow-x: auto; }}"
    "th, td {{ text-align: left; vertical-align: top; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #d5dbe1; }}"
    "td, th {{ overflow-wrap: anywhere; min-width: 6rem; }} dt {{ font-weight: 600; }} dd {{ margin: 0 0 .8rem; }}"
    "</style></head><body><main>{body}</main></body></html>\n"
)


def write(scene: Scene) -> str:
    """Write the page; ``scene`` says which values there are."""
    outcome = next(iter(scene.settings.outcomes))
    names = dict.fromkeys(name for address in ADDRESSES for name in address.parameters)
    told = [parameter(name, scene, outcome) for name in names]
    rows = [(one.name, words.PARAMETERS[one.name], ", ".join(one.told), f"{one.name}={one.example}") for one in told]
    hidden = ", ".join(sorted(name for name in DEFAULTS if name not in names))
    parts = [
        Markup("<h1>{}</h1>").format(words.TITLE),
        html.paragraph(words.ABOUT),
        _addresses(outcome),
        _heading(words.PARAMETERS_TITLE),
        _wide(words.PARAMETERS_TITLE, html.table(words.PARAMETER_COLUMNS, rows)),
        html.paragraph(f"{words.WITHOUT_EFFECT}{hidden}."),
        _heading(words.CONNECT_TITLE),
        Markup("<dl>{}</dl>").format(html.terms(words.CONNECT.items())),
        html.paragraph(words.RENEWED),
        html.paragraph(words.DOCUMENT),
    ]
    return PAGE.format(title=words.TITLE, product=PRODUCT, body=html.join(parts))


def _addresses(outcome: str) -> Markup:
    rows = []
    for address in ADDRESSES:
        query = f"?{urlencode({'outcome': outcome})}" if "outcome" in address.parameters else ""
        for ending, path in zip(address.formats, address.paths, strict=True):
            link = html.link(f"{base()}{path}{query}", f"{base()}{path}{query}")
            rows.append((link, f"{words.ADDRESSES[address.name]} {words.FORMATS[ending]}", ", ".join(address.parameters)))
    rows += [(html.link(f"{base()}{path}", f"{base()}{path}"), about, "") for path, about in words.STATES.items()]
    return _wide(words.TITLE, html.table(words.ADDRESS_COLUMNS, rows))


def _heading(title: str) -> Markup:
    return Markup("<h2>{}</h2>").format(title)


def _wide(label: str, table: Markup) -> Markup:
    """Let a table that is wider than the window be moved by keyboard too."""
    return Markup('<div class="wide" role="region" aria-label="{}" tabindex="0">{}</div>').format(label, table)
