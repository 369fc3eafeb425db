"""Figures from rows: counts, windows, runs and falls, for every pupil in one pass.

`kernel` is the quick way and `oracle` the slow, readable one that says what each measure
means; a property test holds them equal field by field. Neither knows a policy pack.
"""
