"""The facts that a ticket's history is made of, one file for each group of them.

Past tense, immutable. Each docstring gives the change of status it causes, if any; `bot.apply` has the same files,
with what each fact changes, and `bot.told` with what the agents read of it. Facts are forever: never rename or
remove a field, add with a default. Everybody else says `from bot import events as e`, then `e.Opened`.
"""
