"""Invented data for `/styleguide`: a service, cases in every state, clocks, a licence. Nobody in it exists."""
