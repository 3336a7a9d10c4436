"""Pages of the choice boards: the teacher's, the student's, and the learner's tab."""
