"""What people are told: inbox, preferences, wording, and the ports for text messages and telephony.

A notice is written in the transaction of the act that causes it and sent by a job afterwards; what was told stays as it was told.
Not here: the decision to tell somebody (a module calls `notify`), who is on duty (`duty`), official papers (`cases`).
"""
