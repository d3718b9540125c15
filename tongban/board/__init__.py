"""The city message board: messages, dispatch, answers and ratings in public.

Not here: what the city says of its board, and whom its rules ask (`responsibilities`); applications for a service (`cases`).
"""
