"""True for every module, and knows none of them.

The append-only ledger and its sealer, the log of reads, facts and their dispatcher, idempotency keys, working
days, numbers, the file store, cryptography, signing and documents. Not here: anything that knows what a case,
a licence or a person is.
"""
