"""Open data of the city: which data sets there are, what their columns mean, how they are streamed. For the citizen's page and for REST."""
