"""The e-licence library: licence types, licences and what becomes of them, their documents, stocks and scans.

A licence is what a department attests about a holder. Not here: the case that led to it (`cases`), who the holder
is (`identity`), what is shown, shared and proven of it (`sharing`).
"""
