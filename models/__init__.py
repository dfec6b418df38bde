"""Tables: fields, constraints, indexes, and questions that a row can answer about itself."""
