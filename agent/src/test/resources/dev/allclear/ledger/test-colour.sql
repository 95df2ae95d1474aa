-- A later version adds a column; with a comment.
ALTER TABLE note ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';
