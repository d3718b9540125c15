"""The door of clerks, reviewers and approvers."""
