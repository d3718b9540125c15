"""What analysts keep an eye on: words, a class, an area; counted each night, noted on, and told of once a week.

Not here: how a week is tested (`insight`), and what is counted in the files (`snapshots`).
"""
