-- When a refresh token was used, in unix seconds, in place of whether it was.
ALTER TABLE oauth_tokens ADD COLUMN spent_at INTEGER;
UPDATE oauth_tokens SET spent_at = 0 WHERE spent;
ALTER TABLE oauth_tokens DROP COLUMN spent;

-- An upload is attached to a thing once.
DELETE FROM attachments WHERE id NOT IN (SELECT MIN(id) FROM attachments GROUP BY task_id, assignment_id, upload_id);
DROP INDEX attachments_of_task;
DROP INDEX attachments_of_assignment;
CREATE UNIQUE INDEX attachments_of_task ON attachments (task_id, upload_id);
CREATE UNIQUE INDEX attachments_of_assignment ON attachments (assignment_id, upload_id);
