"""What the doors share: form renderer, lanes, problems in words, layout, styles."""
