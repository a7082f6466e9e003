"""What is shown beside a question or its working: tables, pictures, formulas."""
