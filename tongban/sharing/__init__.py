"""What leaves the library of a licence: shown, shared and proven, to whom, for what and on which ground (用证).

Codes that a holder shows, standing authorisations, annotated copies, the share interface (GB/T 36906) with its consumers, credentials and
status lists, public verification, and who used what. Not here: what a licence is and becomes (`licences`), which it reads and never writes.
"""
