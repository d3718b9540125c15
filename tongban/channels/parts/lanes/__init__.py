"""The picture of a case, drawn by the server: one lane per department, time to the right.

`scale` turns moments into working days, `layout` places bars (pure geometry), `texts` measures words, `picture` puts words and
places together, `stages` tells the same as a list and as a table.
"""
