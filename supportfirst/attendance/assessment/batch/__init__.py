"""The arrays of an assessment: which rules each pupil could have crossed, for a whole authority at once."""
