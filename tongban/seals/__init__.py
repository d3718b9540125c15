"""Seals (印章) and signing: whose a seal is, who keeps it, in which state it is, who may seal with it; and the signing of a given document.

Not here: how a seal is made and read as data (`kernel.seals`, GB/T 38540), nor what is signed: a licence, an application, a paper.
"""
