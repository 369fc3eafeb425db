"""Casework: people, rows, screens and jobs, as a thin shell round `supportfirst.attendance`."""
