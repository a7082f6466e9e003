"""Linear models: regression, classifiers on a linear score, and their losses."""
