import { MessageRow, updateColumns, VerificationRowSchema } from '../rows.ts';

/**
 * What runs inside the database, so that reading the facts of many decisions is one round trip and writing their plans another.
 * No rule stands here: what is allowed was decided by the service from exactly these facts.
 *
 * Rows are looked up by what tells them apart; the tenant is held against them by IS NOT DISTINCT FROM, which no index serves.
 * By `=` the planner may take an index of which only the tenant fits, and read all its rows, as long as the tables are young.
 */

const facts = `
-- What went to an address or to numbers lately, by whichever account has them. Account by account: a join is planned badly as
-- long as the tables' statistics are young.
CREATE FUNCTION recent_sends(tenant text, of_email text, of_mobiles text[], since bigint) RETURNS TABLE (message_id text, method text, destination text, created_at bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  a record;
BEGIN
  FOR a IN
    SELECT b.id, b.email, b.mobile FROM accounts b WHERE b.email = of_email AND b.tenant_id IS NOT DISTINCT FROM tenant
    UNION SELECT c.id, c.email, c.mobile FROM accounts c WHERE c.mobile = ANY(of_mobiles) AND c.tenant_id IS NOT DISTINCT FROM tenant
  LOOP
    RETURN QUERY
      SELECT m.id, m.method, CASE m.method WHEN 'sms' THEN a.mobile ELSE a.email END, m.created_at
      FROM messages m WHERE m.account_id = a.id AND m.created_at > since AND (m.method <> 'sms' OR a.mobile IS NOT NULL)
      ORDER BY m.created_at DESC LIMIT 50;
  END LOOP;
END $$;

CREATE FUNCTION day_totals(tenant text, technician text, of_day integer) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT json_build_object(
      'technician_sends', coalesce(sum(d.sends) FILTER (WHERE d.technician_id <> ''), 0),
      'tenant_sends', coalesce(sum(d.sends) FILTER (WHERE d.technician_id = ''), 0),
      'tenant_cost', coalesce(sum(d.cost) FILTER (WHERE d.technician_id = ''), 0))
    FROM daily_sends d WHERE d.tenant_id = tenant AND d.day = of_day AND d.technician_id IN ('', technician));
END $$;

CREATE FUNCTION policy_of(tenant text, customer text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT p.policy FROM policies p WHERE p.tenant_id = tenant AND p.customer_id = customer);
END $$;

CREATE FUNCTION start_facts(q json) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  tenant text := q->>'tenantId';
  technician text := q->>'technicianId';
  address text := q->>'email';
  ids text[];
  mobiles text[];
  customers text[];
BEGIN
  SELECT array_agg(a.id), array_agg(a.mobile), array_agg(a.customer_id) INTO ids, mobiles, customers FROM accounts a WHERE a.email = address AND a.tenant_id IS NOT DISTINCT FROM tenant;
  RETURN json_build_object(
    'repeated', (SELECT row_to_json(v) FROM verifications v WHERE v.idempotency_key = q->>'idempotencyKey' AND v.technician_id = technician AND v.tenant_id IS NOT DISTINCT FROM tenant),
    'accounts', (SELECT coalesce(json_agg(x), '[]') FROM (
      SELECT a.*, (SELECT c.name FROM customers c WHERE c.id = a.customer_id) AS customer_name FROM accounts a WHERE a.id = ANY(ids) ORDER BY customer_name) x),
    'tenant_policy', policy_of(tenant, ''),
    'customer_policies', (SELECT coalesce(json_object_agg(p.customer_id, p.policy), '{}') FROM policies p
      WHERE p.tenant_id = tenant AND p.customer_id = ANY(customers)),
    'live', (SELECT row_to_json(v) FROM verifications v WHERE v.ticket_number = q->>'ticketNumber' AND v.ticket_host = q->>'ticketHost' AND v.status = 'pending' AND v.tenant_id IS NOT DISTINCT FROM tenant),
    'recent', (SELECT coalesce(json_agg(r), '[]') FROM recent_sends(tenant, address, mobiles, (q->>'since')::bigint) r),
    'wrong_codes', (SELECT coalesce(json_agg(w ORDER BY w.account_id, w.method), '[]') FROM wrong_codes w WHERE w.account_id = ANY(ids)),
    'today', day_totals(tenant, technician, (q->>'day')::integer));
END $$;

CREATE FUNCTION change_facts(q json) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  tenant text := q->>'tenantId';
  v verifications;
  m messages;
BEGIN
  SELECT * INTO v FROM verifications x WHERE x.id = q->>'verificationId' AND x.tenant_id IS NOT DISTINCT FROM tenant;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF q->>'messageId' IS NULL THEN
    SELECT * INTO m FROM messages x WHERE x.verification_id = v.id AND x.send_number = v.send_number;
  ELSE
    SELECT * INTO m FROM messages x WHERE x.id = q->>'messageId' AND x.verification_id = v.id;
  END IF;
  RETURN json_build_object(
    'verification', row_to_json(v),
    'message', CASE WHEN m.id IS NULL THEN NULL ELSE row_to_json(m) END,
    'wrong_codes', (SELECT row_to_json(w) FROM wrong_codes w WHERE w.account_id = v.account_id AND w.method = v.method));
END $$;

CREATE FUNCTION resend_facts(q json) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  tenant text := q->>'tenantId';
  v verifications;
  a accounts;
BEGIN
  SELECT * INTO v FROM verifications x WHERE x.id = q->>'verificationId' AND x.tenant_id IS NOT DISTINCT FROM tenant;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO a FROM accounts x WHERE x.id = v.account_id;
  RETURN json_build_object(
    'change', change_facts(q),
    'account', row_to_json(a),
    'customer_name', (SELECT c.name FROM customers c WHERE c.id = v.customer_id),
    'tenant_policy', policy_of(tenant, ''),
    'customer_policy', policy_of(tenant, v.customer_id),
    'recent', (SELECT coalesce(json_agg(r), '[]') FROM recent_sends(tenant, a.email, ARRAY[a.mobile], (q->>'since')::bigint) r),
    'today', day_totals(tenant, v.technician_id, (q->>'day')::integer));
END $$;

-- The facts of many decisions, which stay true until the end of the transaction: whoever writes them takes the chain's lock
-- first, and who does not (a claim) leaves a locked verification alone. Chains are locked in one order by all.
CREATE FUNCTION batch_facts(many json) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  tenant text;
  q json;
  answers json[] := '{}';
BEGIN
  FOR tenant IN SELECT DISTINCT e.value->>'tenantId' AS id FROM json_array_elements(many) e ORDER BY id LOOP
    PERFORM lock_chain(tenant);
  END LOOP;
  FOR q IN SELECT e.value FROM json_array_elements(many) WITH ORDINALITY e ORDER BY e.ordinality LOOP
    IF q->>'verificationId' IS NULL THEN
      PERFORM 1 FROM verifications v WHERE v.ticket_number = q->>'ticketNumber' AND v.ticket_host = q->>'ticketHost' AND v.status = 'pending'
        AND v.tenant_id IS NOT DISTINCT FROM q->>'tenantId' FOR UPDATE;
      answers := array_append(answers, start_facts(q));
    ELSE
      PERFORM 1 FROM verifications v WHERE v.id = q->>'verificationId' AND v.tenant_id IS NOT DISTINCT FROM q->>'tenantId' FOR UPDATE;
      answers := array_append(answers, CASE WHEN q->>'since' IS NULL THEN change_facts(q) ELSE resend_facts(q) END);
    END IF;
  END LOOP;
  RETURN array_to_json(answers);
END $$;
`;

const audit = `
-- One writer of a tenant's chain at a time, until its transaction is committed.
CREATE FUNCTION lock_chain(tenant text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('countersign chain ' || tenant, 0))
$$;

-- Each event is the text of its body after the sequence number; the hash is that of audit/chain.ts.
CREATE FUNCTION append_audit(tenant text, events jsonb) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  at_sequence bigint;
  last_hash text;
  new_body text;
  new_hash text;
  rest text;
  entries json[] := '{}';
BEGIN
  PERFORM lock_chain(tenant);
  SELECT a.sequence, a.hash INTO at_sequence, last_hash FROM audit a WHERE a.tenant_id = tenant ORDER BY a.sequence DESC LIMIT 1;
  at_sequence := coalesce(at_sequence, 0);
  last_hash := coalesce(last_hash, repeat('0', 64));
  FOR rest IN SELECT e.value FROM jsonb_array_elements_text(events) WITH ORDINALITY e ORDER BY e.ordinality LOOP
    at_sequence := at_sequence + 1;
    new_body := '{"sequence":' || at_sequence || ',' || rest;
    new_hash := encode(sha256(convert_to(last_hash || E'\\n' || new_body, 'UTF8')), 'hex');
    INSERT INTO audit (tenant_id, sequence, previous_hash, body, hash) VALUES (tenant, at_sequence, last_hash, new_body, new_hash);
    entries := array_append(entries, json_build_object('tenant_id', tenant, 'sequence', at_sequence, 'previous_hash', last_hash, 'body', new_body, 'hash', new_hash));
    last_hash := new_hash;
  END LOOP;
  RETURN array_to_json(entries);
END $$;
`;

const setVerification = updateColumns(VerificationRowSchema, ['tenant_id', 'id']);
const setMessage = updateColumns(MessageRow, ['tenant_id', 'id']);

const plans = `
CREATE FUNCTION update_verification(changed jsonb, entry json) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  n verifications := jsonb_populate_record(NULL::verifications, changed);
BEGIN
  IF n.status <> 'pending' AND n.receipt IS NULL THEN n.receipt := 'CS-' || (entry->>'sequence') || '-' || left(entry->>'hash', 32); END IF;
  -- The status guards the update as well: what has ended is never written again.
  UPDATE verifications v SET ${setVerification} WHERE v.id = n.id AND v.status = 'pending' AND v.tenant_id IS NOT DISTINCT FROM n.tenant_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'A verification that has ended stays as it is.'; END IF;
END $$;

CREATE FUNCTION update_message(changed jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  n messages := jsonb_populate_record(NULL::messages, changed);
BEGIN
  UPDATE messages v SET ${setMessage} WHERE v.id = n.id AND v.tenant_id IS NOT DISTINCT FROM n.tenant_id;
  IF NOT FOUND THEN RAISE EXCEPTION 'No such message.'; END IF;
END $$;

-- False: it would pass a limit.
CREATE FUNCTION count_send(tenant text, c jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  today json := day_totals(tenant, c->>'technicianId', (c->>'day')::integer);
BEGIN
  IF (today->>'technician_sends')::bigint + 1 > (c->>'mostTechnicianSends')::bigint
    OR (today->>'tenant_sends')::bigint + 1 > (c->>'mostTenantSends')::bigint
    OR (today->>'tenant_cost')::bigint + (c->>'cost')::bigint > (c->>'mostTenantCost')::bigint THEN RETURN false; END IF;
  INSERT INTO daily_sends (tenant_id, day, technician_id, sends, cost)
    SELECT tenant, (c->>'day')::integer, who, 1, (c->>'cost')::bigint FROM unnest(ARRAY['', c->>'technicianId']) who
    ON CONFLICT (tenant_id, day, technician_id) DO UPDATE SET sends = daily_sends.sends + 1, cost = daily_sends.cost + excluded.cost;
  RETURN true;
END $$;

-- Other processes have status streams open; nobody watches what has just been started.
CREATE FUNCTION tell_change(origin text, changed jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF changed IS NOT NULL THEN PERFORM pg_notify('countersign', concat_ws(' ', origin, changed->>'tenant_id', changed->>'id')); END IF;
END $$;

-- Writes what was decided from the facts that this transaction read. The entries' list is null where the day's limit is reached:
-- an earlier plan of the same batch took the last of it.
CREATE FUNCTION write_plan(p jsonb) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  tenant text := p->>'tenantId';
  entries json;
BEGIN
  IF p ? 'counted' AND NOT count_send(tenant, p->'counted') THEN RETURN json_build_object('entries', NULL); END IF;
  entries := append_audit(tenant, p->'audit');
  IF p ? 'overdue' THEN PERFORM update_verification(p->'overdue', entries->0); END IF;
  IF p ? 'verification' AND p->>'kind' = 'start' THEN
    INSERT INTO verifications SELECT * FROM jsonb_populate_record(NULL::verifications, p->'verification');
  ELSIF p ? 'verification' THEN
    PERFORM update_verification(p->'verification', entries->-1);
    PERFORM tell_change(p->>'origin', p->'verification');
  END IF;
  IF p ? 'newMessage' THEN INSERT INTO messages SELECT * FROM jsonb_populate_record(NULL::messages, p->'newMessage'); END IF;
  IF p ? 'message' THEN PERFORM update_message(p->'message'); END IF;
  IF p ? 'wrongCodes' THEN
    INSERT INTO wrong_codes SELECT * FROM jsonb_populate_record(NULL::wrong_codes, p->'wrongCodes')
      ON CONFLICT (tenant_id, account_id, method) DO UPDATE SET count = excluded.count, last_at = excluded.last_at;
  END IF;
  PERFORM tell_change(p->>'origin', p->'overdue');
  RETURN json_build_object('entries', entries);
END $$;

CREATE FUNCTION write_batch(many jsonb) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  p jsonb;
  answers json[] := '{}';
BEGIN
  FOR p IN SELECT e.value FROM jsonb_array_elements(many) WITH ORDINALITY e ORDER BY e.ordinality LOOP
    answers := array_append(answers, write_plan(p));
  END LOOP;
  RETURN array_to_json(answers);
END $$;
`;

const work = `
-- A queued code that nobody waits for any more must not leave: it is closed unsent, and the next one is looked at. A verification
-- that is just being decided is left alone: its message is looked at again right after.
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

CREATE FUNCTION take_attempt(of_key text, most integer, since bigint, at_time bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('countersign attempt ' || of_key, 0));
  DELETE FROM attempts a WHERE a.key = of_key AND a.at <= since;
  IF (SELECT count(*) FROM attempts a WHERE a.key = of_key) >= most THEN RETURN false; END IF;
  INSERT INTO attempts (key, at) VALUES (of_key, at_time);
  RETURN true;
END $$;

-- Adds what is new; never changes an account that is there.
CREATE FUNCTION add_account(tenant text, a jsonb, event text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  customer text;
  known accounts;
BEGIN
  PERFORM lock_chain(tenant);
  SELECT c.id INTO customer FROM customers c WHERE c.tenant_id = tenant AND c.name_key = a->>'customer_key';
  IF NOT FOUND THEN
    customer := a->>'customer_id';
    INSERT INTO customers (id, tenant_id, name, name_key) VALUES (customer, tenant, a->>'customer_name', a->>'customer_key');
  END IF;
  SELECT * INTO known FROM accounts x WHERE x.email = a->>'email' AND x.customer_id = customer AND x.tenant_id IS NOT DISTINCT FROM tenant;
  IF FOUND THEN RETURN CASE WHEN known.name = a->>'name' AND known.mobile IS NOT DISTINCT FROM a->>'mobile' THEN 'unchanged' ELSE 'differs' END; END IF;
  INSERT INTO accounts (id, tenant_id, customer_id, name, email, mobile) VALUES (a->>'id', tenant, customer, a->>'name', a->>'email', a->>'mobile');
  PERFORM append_audit(tenant, jsonb_build_array(event));
  RETURN 'added';
END $$;
`;

export const functionsSql = [facts, audit, plans, work].join('\n');
