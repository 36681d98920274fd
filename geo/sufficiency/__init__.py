"""The yearly childcare sufficiency report: what it says, as figures, sentences and tables that every kind of file is written from.

- `content`: what a report is made of. `material`: what it is made from, and which year it can be of.
- `authorities`: whose duty a report can be on.
- `summary`, `demand`, `supply`, `take_up`, `quality`, `groups`, `gaps`, `later`, `method`, `districts`: its parts; `access` adds
  up figures of the gap list for them, `compose` puts them together.
- `labels`: names of parts, of the law and of what a figure is. `tables`: all figures as one table, and all tables as a workbook.
"""
