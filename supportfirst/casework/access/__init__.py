"""Who may do and see what: one table, from which lists and single things are judged alike."""
