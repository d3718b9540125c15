"""What units are told to do: supervision orders (督办单), interviews (约谈), what leaders ask for, complaints made twice.

Not here: what is counted and ranked, and who is switched on (`supervision`).
"""
