"""What people can do: one verb a file, one transaction, one line in the audit trail."""
