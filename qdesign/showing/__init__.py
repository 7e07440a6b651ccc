"""What notebooks and terminals show of a value: drawings, pictures, tables, figures."""
