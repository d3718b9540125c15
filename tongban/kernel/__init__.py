"""True for every module, and knows none of them.

The append-only ledger, the log of reads, their chains and the Merkle log over both, facts and their dispatcher,
idempotency keys, rate limits, working days, numbers, the file store, cryptography, signing and documents. Not here:
anything that knows what a case, a licence or a person is.
"""
