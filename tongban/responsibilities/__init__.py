"""Who answers for what in a city (权责), as it says itself in `board.yaml`: classes, districts, duty list, rules, tiers, desks and limits.

With the pure rules that ask it: whom a text goes to, layer by layer, how urgent it is, and which rules never decide.
Not here: messages, orders and their clocks (`board`), who is on duty (`duty`), what a classifier has learnt (`classifiers`).
"""
