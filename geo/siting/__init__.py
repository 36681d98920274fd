"""Where to open something: an exact answer, how firm it is, and what it would do.

The map of the room, in the order of a question:

- `question`: `Siting`, what is opened, how many, to what end, within which limits; stands beside a `geo.method.query.Query`.
- `candidates`, `own_list`: possible sites, from the data or from an own file.
- `prepare`: `Prepared`, the question with all that its answers are made of; its `Instance` (`instance`) is the same as arrays.
- `measure`: what an answer is worth; `limits`: what it must keep to.
- `greedy`: the greedy answer for every number of sites at once; `frontier`: what one more buys, as a table.
- `exact`: the best that can be proven in a time, by `programs`, `journeys` and `lagrange`, with the one `solver`; `search`: the same in a
  process of its own, in slices, which can be looked at and stopped.
- `answer`: the table of the sites of an answer; `equity`: how even access is; `neighbours`: what it may take from private providers;
  `firmness`: in how many draws a site is chosen, and which are as good; `why`: why this site; `effect`: what it does,
  counted plainly; `changes`: the answer as a scenario.
- `files`: the folder that the command line writes.

A page lists `prepare(...).sites`, draws `frontier(...)`, starts a `search.SiteSearch`, polls it, and shows `answer.answer_table` of what it
found.
"""
