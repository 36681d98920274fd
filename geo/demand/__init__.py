"""Demand by year: how many children there will be, how many of them use a place, and when that passes what is within reach.

- `years`: which years can be asked for, and the question itself.
- `children`: neighbourhoods' children by age and year; `homes`: those of new homes; `users`: who uses a place.
- `supply`: what is open in which year.
- `access`: access of every neighbourhood in every year, by the model's own method; `ranges`: how sure the first year below the target is.
- `table`: all of it as one table; `ages`: by age, with who takes children of that age.
- `basis`: what it rests on; `summary`: a few numbers of it.
- `of_year`: the model of one later year, for questions of where to put something then.
- `users_change`: what a scenario does to those who use a place.
- `backcast`: how well the method would have done.
"""
