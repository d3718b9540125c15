"""The names of jobs, for those that defer them and those that do them; and where they wait."""

DRAW_CHARTS, MAKE_PAPERS = "prints.draw_charts", "prints.make_papers"
QUEUE = "insight"
PAPER_QUEUE = "documents"  # papers are made without the extra too
