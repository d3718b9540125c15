"""The e-licence library: licence types, licences, their documents and their public verification.

A licence is what a department attests about a holder. Not here: the case that led to it (`cases`), who the holder
is (`identity`).
"""
