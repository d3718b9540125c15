"""The city message board: messages, dispatch, answers and ratings in public.

Not here: applications for a service (`cases`).
"""
