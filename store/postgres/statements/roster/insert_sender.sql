-- insert_sender: adds a sender unless its name is taken.
INSERT INTO senders (name, organisation, default_registry, token, added_at_micros)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (name) DO NOTHING
RETURNING id
