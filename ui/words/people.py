"""Every sentence on who may do what. No arithmetic here, no layout."""

from __future__ import annotations

NOT_CHECKED = "**Names are not checked on this server.** Whoever can open this page can keep data for everybody and sign with any name."
FOR_WHOM = (
    "Nobody at another computer may write while config.toml says no more. open_to_all = true under [people] lets everybody write who can "
    "open a page, under any name they type. On the computer itself, at 127.0.0.1 without a proxy, everybody may."
)
