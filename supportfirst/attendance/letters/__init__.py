"""Letters to a family as data: wording with slots, what each sentence says, and the letter composed of it.

The decision to know: one content for every form. A PDF, a DOCX and a preview are made of the same
`Content`, so that none can say what another does not. No wording stands in this room; it is in
`policy/<body>/letters/`, and what must be said is in the pack's catalogue.
"""
