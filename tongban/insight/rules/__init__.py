"""Rules of insight: pure. They may use numpy and scipy (requirements/insight.txt), so only jobs, commands and benches import them."""
