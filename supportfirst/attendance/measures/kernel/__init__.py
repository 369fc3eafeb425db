"""Every measure of every pupil in one pass over the rows, compiled.

The idea: most days are ordinary, present in the morning and the afternoon. Four days are
compared at once to find the others ("exceptions"); every measure is then worked out from
a pupil's few exceptions, taking each day between them as attended. `oracle` says what the
measures mean; this room says how to get them quickly. Days are places on the row's axis.
"""
