"""What pages show: one file a page, with a bounded number of queries."""
