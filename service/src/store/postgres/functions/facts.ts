import { reportKinds } from '../../types.ts';

/** What a decision is made from. */
export const factsSql = `
-- Whether somebody said that a verification was none of theirs.
CREATE FUNCTION is_reported(tenant text, verification text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM alerts x WHERE x.verification_id = verification AND x.kind IN ('${reportKinds.join("', '")}') AND x.tenant_id IS NOT DISTINCT FROM tenant);
END $$;

-- What went to addresses, to numbers or to phones lately, by whichever account has them. Account by account: a join is planned badly as
-- long as the tables' statistics are young.
CREATE FUNCTION recent_sends(tenant text, of_emails text[], of_mobiles text[], since bigint) RETURNS TABLE (message_id text, method text, destination text, created_at bigint)
LANGUAGE plpgsql STABLE AS $$
DECLARE
  a record;
BEGIN
  FOR a IN
    SELECT b.id, b.email, b.mobile FROM accounts b WHERE b.email = ANY(of_emails) AND b.tenant_id IS NOT DISTINCT FROM tenant
    UNION SELECT c.id, c.email, c.mobile FROM accounts c WHERE c.mobile = ANY(of_mobiles) AND c.tenant_id IS NOT DISTINCT FROM tenant
  LOOP
    RETURN QUERY
      SELECT m.id, m.method, CASE m.method WHEN 'sms' THEN a.mobile WHEN 'push' THEN a.id ELSE a.email END, m.created_at
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
  ids text[];
  emails text[];
  mobiles text[];
  customers text[];
BEGIN
  SELECT array_agg(x.id), array_agg(x.email), array_agg(x.mobile), array_agg(x.customer_id) INTO ids, emails, mobiles, customers FROM (
    SELECT a.id, a.email, a.mobile, a.customer_id FROM accounts a WHERE a.email = q->>'email' AND a.tenant_id IS NOT DISTINCT FROM tenant
    UNION SELECT b.id, b.email, b.mobile, b.customer_id FROM accounts b WHERE b.contact_id = (q->>'contactId')::integer AND b.tenant_id IS NOT DISTINCT FROM tenant) x;
  RETURN json_build_object(
    'repeated', (SELECT row_to_json(v) FROM verifications v WHERE v.idempotency_key = q->>'idempotencyKey' AND v.technician_id = technician AND v.tenant_id IS NOT DISTINCT FROM tenant),
    'accounts', (SELECT coalesce(json_agg(x), '[]') FROM (
      SELECT a.*, (SELECT c.name FROM customers c WHERE c.id = a.customer_id) AS customer_name FROM accounts a WHERE a.id = ANY(ids) ORDER BY customer_name) x),
    'tenant_policy', policy_of(tenant, ''),
    'customer_policies', (SELECT coalesce(json_object_agg(p.customer_id, p.policy), '{}') FROM policies p
      WHERE p.tenant_id = tenant AND p.customer_id = ANY(customers)),
    'company_ids', (SELECT coalesce(json_object_agg(c.id, c.company_id), '{}') FROM customers c WHERE c.id = ANY(customers)),
    'live', (SELECT row_to_json(v) FROM verifications v WHERE v.ticket_number = q->>'ticketNumber' AND v.ticket_host = q->>'ticketHost' AND v.status = 'pending' AND v.tenant_id IS NOT DISTINCT FROM tenant),
    'recent', (SELECT coalesce(json_agg(r), '[]') FROM recent_sends(tenant, emails, mobiles, (q->>'since')::bigint) r),
    'wrong_codes', (SELECT coalesce(json_agg(w ORDER BY w.account_id, w.method), '[]') FROM wrong_codes w WHERE w.account_id = ANY(ids)),
    'phones', phones_of(ids),
    'push_states', (SELECT coalesce(json_agg(s ORDER BY s.account_id), '[]') FROM push_states s WHERE s.account_id = ANY(ids)),
    'flag', flag_of(tenant, q->>'ticketHost', q->>'ticketNumber'),
    'exceptions', exceptions_of(tenant, q->>'ticketHost', q->>'ticketNumber', (q->>'now')::bigint),
    'today', day_totals(tenant, technician, (q->>'day')::integer));
END $$;

-- What was approved, denied or reported of these accounts on one ticket, newest first.
CREATE FUNCTION list_decided(tenant text, host text, number text, ids text[], since bigint) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg(x ORDER BY x.ended_at DESC, x.id), '[]') FROM (
    SELECT v.*, (SELECT max(a.at) FROM alerts a WHERE a.verification_id = v.id AND a.tenant_id IS NOT DISTINCT FROM v.tenant_id) AS reported_at,
      is_gone(v.answered_by, v.account_id)::integer AS answerer_gone
    FROM verifications v WHERE v.ticket_number = number AND v.ticket_host = host AND v.ended_at > since
      AND v.account_id = ANY(ids) AND v.tenant_id IS NOT DISTINCT FROM tenant) x
    WHERE x.status IN ('approved', 'denied') OR x.reported_at IS NOT NULL);
END $$;

CREATE FUNCTION offer_facts(q json) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  start json := start_facts(q);
  ids text[] := ARRAY(SELECT a.value->>'id' FROM json_array_elements(start->'accounts') a);
BEGIN
  RETURN json_build_object(
    'start', start,
    'decided', list_decided(q->>'tenantId', q->>'ticketHost', q->>'ticketNumber', ids, (q->>'decidedSince')::bigint));
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
    'wrong_codes', (SELECT row_to_json(w) FROM wrong_codes w WHERE w.account_id = v.account_id AND w.method = v.method),
    'is_answerer_gone', is_gone(v.answered_by, v.account_id));
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
    'recent', (SELECT coalesce(json_agg(r), '[]') FROM recent_sends(tenant, ARRAY[a.email], ARRAY[a.mobile], (q->>'since')::bigint) r),
    'today', day_totals(tenant, v.technician_id, (q->>'day')::integer));
END $$;

CREATE FUNCTION answer_facts(q json) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  change json := change_facts(q);
BEGIN
  IF change IS NULL THEN RETURN NULL; END IF;
  RETURN json_build_object(
    'change', change,
    'about', phone_facts(q->>'tenantId', change->'verification'->>'account_id', NULL),
    'is_reported', is_reported(q->>'tenantId', q->>'verificationId'));
END $$;

-- The facts of many decisions about one tenant, which stay true until the end of the transaction: whoever writes them takes the
-- chain's lock first, and who does not (a claim) leaves a locked verification alone.
CREATE FUNCTION batch_facts(many json) RETURNS json LANGUAGE plpgsql AS $$
DECLARE
  q json;
  answers json[] := '{}';
BEGIN
  PERFORM lock_chain(many->0->>'tenantId');
  FOR q IN SELECT e.value FROM json_array_elements(many) WITH ORDINALITY e ORDER BY e.ordinality LOOP
    IF q->>'verificationId' IS NULL THEN
      PERFORM 1 FROM verifications v WHERE v.ticket_number = q->>'ticketNumber' AND v.ticket_host = q->>'ticketHost' AND v.status = 'pending'
        AND v.tenant_id IS NOT DISTINCT FROM q->>'tenantId' FOR UPDATE;
      answers := array_append(answers, start_facts(q));
    ELSE
      PERFORM 1 FROM verifications v WHERE v.id = q->>'verificationId' AND v.tenant_id IS NOT DISTINCT FROM q->>'tenantId' FOR UPDATE;
      answers := array_append(answers, CASE q->>'needs' WHEN 'answer' THEN answer_facts(q) WHEN 'resend' THEN resend_facts(q) ELSE change_facts(q) END);
    END IF;
  END LOOP;
  RETURN array_to_json(answers);
END $$;
`;
