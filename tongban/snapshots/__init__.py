"""Messages, ratings and cases of the city as files for analysis, and what is counted in them.

Not here: what the counts mean.
"""
