"""`flask filing`: the tables that the privacy guideline and the filing ask for, from what the code does."""
