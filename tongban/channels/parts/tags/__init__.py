"""What the tag library `parts` draws: words, times, answers, history, icons and the lanes. Registered in `templatetags.parts`."""
