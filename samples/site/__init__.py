"""The world of the sample site: two authorities, a trust, four schools, and everybody in them. All invented.

Plain values, the same for the same seed: `samples.site.world.make_world()`. Nothing here knows of rows or
pages; `load_sample_site` writes it into a database.
"""
