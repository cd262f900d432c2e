-- Sessions are in a database of their own, so that no request waits for its session while another writes.
DROP TABLE sessions;
