/** Contacts of ConnectWise beside customers and accounts. */
export const contactsSql = `
CREATE FUNCTION account_of(account text) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT row_to_json(x) FROM (
    SELECT a.*, (SELECT c.name FROM customers c WHERE c.id = a.customer_id) AS customer_name FROM accounts a WHERE a.id = account) x);
END $$;

-- Takes the chain's lock first, so that the facts stay true until the end of the transaction. Null: there is no such customer.
-- unkeyed: accounts from before names were looked for.
CREATE FUNCTION contact_facts(tenant text, customer text, contact integer, address text, key text) RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_chain(tenant);
  IF NOT EXISTS (SELECT 1 FROM customers c WHERE c.id = customer AND c.tenant_id IS NOT DISTINCT FROM tenant) THEN RETURN NULL; END IF;
  RETURN json_build_object(
    'company_id', (SELECT c.company_id FROM customers c WHERE c.id = customer),
    'matched', account_of((SELECT a.id FROM accounts a WHERE a.contact_id = contact AND a.tenant_id IS NOT DISTINCT FROM tenant)),
    'by_email', account_of((SELECT a.id FROM accounts a WHERE a.email = address AND a.customer_id = customer AND a.tenant_id IS NOT DISTINCT FROM tenant)),
    'by_name', (SELECT coalesce(json_agg(account_of(x.id)), '[]') FROM (
      SELECT a.id FROM accounts a WHERE a.name_key = key AND a.customer_id = customer AND a.contact_id IS NULL AND a.tenant_id IS NOT DISTINCT FROM tenant LIMIT 10) x),
    'open', (SELECT row_to_json(p) FROM proposals p WHERE p.contact_id = contact AND p.decided_at IS NULL AND p.tenant_id IS NOT DISTINCT FROM tenant),
    'refused', (SELECT row_to_json(p) FROM proposals p WHERE p.contact_id = contact AND p.is_accepted = 0 AND p.tenant_id IS NOT DISTINCT FROM tenant ORDER BY p.decided_at DESC LIMIT 1),
    'unkeyed', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'name', a.name)), '[]') FROM accounts a
      WHERE a.name_key IS NULL AND a.customer_id = customer AND a.contact_id IS NULL AND a.tenant_id IS NOT DISTINCT FROM tenant));
END $$;

CREATE FUNCTION write_account(changed jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  n accounts := jsonb_populate_record(NULL::accounts, changed);
BEGIN
  UPDATE accounts x SET name = n.name, name_key = n.name_key, email = n.email, mobile = n.mobile, email_changed_at = n.email_changed_at, mobile_changed_at = n.mobile_changed_at, contact_id = n.contact_id
    WHERE x.id = n.id AND x.customer_id IS NOT DISTINCT FROM n.customer_id AND x.tenant_id IS NOT DISTINCT FROM n.tenant_id;
  IF NOT FOUND THEN INSERT INTO accounts SELECT n.*; END IF;
END $$;

-- Writes what was decided from the facts that this transaction read.
CREATE FUNCTION write_contact(p jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  tenant text := p->>'tenantId';
BEGIN
  IF p ? 'account' THEN PERFORM write_account(p->'account'); END IF;
  IF p ? 'proposal' OR p ? 'dropProposal' THEN
    DELETE FROM proposals x WHERE x.contact_id = (p->>'contactId')::integer AND x.decided_at IS NULL AND x.tenant_id IS NOT DISTINCT FROM tenant;
  END IF;
  IF p ? 'proposal' THEN INSERT INTO proposals SELECT * FROM jsonb_populate_record(NULL::proposals, p->'proposal'); END IF;
  IF p ? 'notices' THEN INSERT INTO notices SELECT * FROM jsonb_populate_recordset(NULL::notices, p->'notices'); END IF;
  PERFORM append_audit(tenant, p->'audit');
END $$;
`;
