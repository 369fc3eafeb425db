"""Policy packs: YAML to dated values, codes and rules, with the layer of each and where it is written.

The decision to know: law is data. A pack holds no arithmetic and this room knows no pupil;
`assessment` holds a pack's rules against facts.
"""
