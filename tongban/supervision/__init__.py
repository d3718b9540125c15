"""Making units answer: lights, weekly rankings, interviews and supervision orders.

Not here: the figures of one case or message (their own modules).
"""
