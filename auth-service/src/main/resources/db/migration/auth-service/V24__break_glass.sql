-- Orders of the local break-glass command that were carried out (ADM-4); one that comes twice is carried out once.
CREATE TABLE break_glass_orders (
    id         uuid PRIMARY KEY,
    carried_at timestamptz NOT NULL
);
