CREATE TABLE half (a TEXT);
DROP TABLE note;
ALTER TABLE there_is_none ADD COLUMN colour TEXT;
