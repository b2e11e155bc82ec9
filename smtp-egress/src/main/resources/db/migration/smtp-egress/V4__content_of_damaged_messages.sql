-- Which content a message refers to, readable without its key: so that a message whose details do not open any more can still
-- be removed with all that belongs to it. Null for contents within the row, and for messages of before there was this column.
alter table message add column content_id uuid;
