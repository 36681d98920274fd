"""Scenarios: what opens, closes, moves, grows or shrinks, and homes that are built; and what that does to access and gaps.

- `acts`: one change, as a value; `link` and `changes_file` read and write it, `checks` refuses what cannot be.
- `placing`: where it happens.
- `applying`: the model with the changes. Need, the scale of access and the target stay those of before.
- `reached`, `effects`, `firmness`: what that does, by area and by district, and in how many settings.
"""
