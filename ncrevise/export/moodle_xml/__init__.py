"""What a question is made of in Moodle: numbers, alternatives, gaps, HTML and XML."""
