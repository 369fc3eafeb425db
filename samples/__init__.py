"""Sample registers, made and not copied: every school, child and mark here is invented.

`python -m samples.generate --out DIR` writes three schools; the same seed gives the same
bytes. `samples.published` makes registers whose totals are a published row of statistics.
"""
