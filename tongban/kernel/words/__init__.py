"""What can be said of a text without knowing a module: personal data in it, its index terms, its like, its class.

Pure Python: no Django, no database. Only `training` needs a library.
"""
