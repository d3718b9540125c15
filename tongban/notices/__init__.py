"""What people are told: inbox, preferences, wording, and the ports for SMS, mail and push.

Not here: the decision to tell somebody (a module publishes a fact, or calls `notify`); official papers (`cases`).
"""
