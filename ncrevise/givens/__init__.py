"""What is given: declared by families, drawn from domains, typed by people, put onto a tape."""
