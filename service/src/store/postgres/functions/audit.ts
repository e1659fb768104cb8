/** The tenants' chains. */
export const auditSql = `
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
