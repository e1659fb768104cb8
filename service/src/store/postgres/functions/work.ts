/** What workers, imports and counted attempts do in one round trip. */
export const workSql = `
-- A queued code that nobody waits for any more must not leave: it is closed unsent, and the next one is looked at. A verification
-- that is just being decided is left alone: its message is looked at again at the next kick or poll.
CREATE FUNCTION claim_message(at_time bigint, worker text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  m messages;
BEGIN
  LOOP
    SELECT q.* INTO m FROM messages q JOIN verifications v ON v.id = q.verification_id WHERE q.state = 'queued' AND q.done_at IS NULL AND coalesce(q.retry_at, 0) <= at_time
      ORDER BY q.created_at, q.id LIMIT 1 FOR UPDATE OF q, v SKIP LOCKED;
    IF NOT FOUND THEN RETURN NULL; END IF;
    UPDATE verifications v SET delivery_state = 'sending'
      WHERE v.id = m.verification_id AND v.status = 'pending' AND v.send_number = m.send_number AND v.expires_at > at_time;
    EXIT WHEN FOUND;
    UPDATE messages x SET done_at = at_time WHERE x.id = m.id;
  END LOOP;
  UPDATE messages x SET state = 'sending', claimed_at = at_time, claimed_by = worker, attempts = x.attempts + 1 WHERE x.id = m.id RETURNING x.* INTO m;
  RETURN to_jsonb(m);
END $$;

CREATE FUNCTION claim_notice(at_time bigint, next bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  n notices;
BEGIN
  UPDATE notices x SET next_at = next, attempts = x.attempts + 1 WHERE x.id = (
    SELECT q.id FROM notices q WHERE q.done_at IS NULL AND q.next_at <= at_time ORDER BY q.next_at, q.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING x.* INTO n;
  RETURN CASE WHEN n.id IS NULL THEN NULL ELSE to_jsonb(n) END;
END $$;

CREATE FUNCTION take_attempt(of_key text, most integer, window_ms bigint, at_time bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('countersign attempt ' || of_key, 0));
  -- Of all keys: those of an address that never comes back would stay for ever.
  DELETE FROM attempts a WHERE a.forget_at <= at_time;
  IF (SELECT count(*) FROM attempts a WHERE a.key = of_key) >= most THEN RETURN false; END IF;
  INSERT INTO attempts (key, at, forget_at) VALUES (of_key, at_time, at_time + window_ms);
  RETURN true;
END $$;

-- A customer by its name; it is added where there is none.
CREATE FUNCTION ensure_customer(tenant text, new_id text, of_name text, key text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  customer text;
BEGIN
  PERFORM lock_chain(tenant);
  SELECT c.id INTO customer FROM customers c WHERE c.tenant_id = tenant AND c.name_key = key;
  IF FOUND THEN RETURN customer; END IF;
  INSERT INTO customers (id, tenant_id, name, name_key) VALUES (new_id, tenant, of_name, key);
  RETURN new_id;
END $$;

-- Adds what is new; never changes an account that is there.
CREATE FUNCTION add_account(tenant text, a jsonb, event text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  customer text := ensure_customer(tenant, a->>'customer_id', a->>'customer_name', a->>'customer_key');
  known accounts;
BEGIN
  SELECT * INTO known FROM accounts x WHERE x.email = a->>'email' AND x.customer_id = customer AND x.tenant_id IS NOT DISTINCT FROM tenant;
  IF FOUND THEN RETURN CASE WHEN known.name = a->>'name' AND known.mobile IS NOT DISTINCT FROM a->>'mobile' THEN 'unchanged' ELSE 'differs' END; END IF;
  INSERT INTO accounts (id, tenant_id, customer_id, name, name_key, email, mobile) VALUES (a->>'id', tenant, customer, a->>'name', a->>'name_key', a->>'email', a->>'mobile');
  PERFORM append_audit(tenant, jsonb_build_array(event));
  RETURN 'added';
END $$;
`;
