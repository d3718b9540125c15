"""A case is one applicant's request for one service, from start to result.

Not here: guides (`catalog`), licences (`licences`), pages (`channels`).
"""
