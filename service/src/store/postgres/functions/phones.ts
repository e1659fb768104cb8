import { lostPhoneMailsPerDay, lostPhoneTextsPerDay } from '#contract/numbers';
import { updateColumns } from '../../columns.ts';
import { InvitationRow, PhoneRow } from '../../rows.ts';

const setPhone = updateColumns(PhoneRow, ['tenant_id', 'account_id', 'id']);
const setInvitation = updateColumns(InvitationRow, ['tenant_id', 'account_id', 'id']);

/** Phones, invitations, push states and alerts. */
export const phonesSql = `
CREATE FUNCTION phones_of(accounts text[]) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg(p ORDER BY p.created_at, p.id), '[]') FROM phones p WHERE p.account_id = ANY(accounts) AND p.removed_at IS NULL);
END $$;

-- Whether a phone that answered was removed since.
CREATE FUNCTION is_gone(phone text, account text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN phone IS NOT NULL AND NOT EXISTS (SELECT 1 FROM phones p WHERE p.id = phone AND p.account_id = account AND p.removed_at IS NULL);
END $$;

CREATE FUNCTION flag_of(tenant text, host text, number text) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT row_to_json(x) FROM alerts x WHERE x.ticket_number = number AND x.ticket_host = host AND x.cleared_at IS NULL
    AND x.tenant_id IS NOT DISTINCT FROM tenant ORDER BY x.at DESC, x.id LIMIT 1);
END $$;

CREATE FUNCTION phone_facts(tenant text, account text, of_invitation text) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  a accounts;
BEGIN
  SELECT * INTO a FROM accounts x WHERE x.id = account AND x.tenant_id IS NOT DISTINCT FROM tenant;
  IF NOT FOUND THEN RETURN NULL; END IF;
  RETURN json_build_object(
    'tenant', (SELECT row_to_json(t) FROM tenants t WHERE t.id = tenant),
    'account', row_to_json(a),
    'customer_name', (SELECT c.name FROM customers c WHERE c.id = a.customer_id),
    'phones', phones_of(ARRAY[account]),
    'push_state', (SELECT row_to_json(s) FROM push_states s WHERE s.account_id = account),
    'invitation', (SELECT row_to_json(i) FROM invitations i WHERE i.id = of_invitation),
    'latest_invitation', (SELECT row_to_json(i) FROM invitations i WHERE i.account_id = account AND i.tenant_id IS NOT DISTINCT FROM tenant ORDER BY i.created_at DESC, i.id LIMIT 1));
END $$;

-- What a change of phones needs as well: an answer does not.
CREATE FUNCTION phone_change_facts(tenant text, account text, of_invitation text) RETURNS json LANGUAGE plpgsql STABLE AS $$
DECLARE
  about json := phone_facts(tenant, account, of_invitation);
BEGIN
  IF about IS NULL THEN RETURN NULL; END IF;
  RETURN json_build_object(
    'about', about,
    'tenant_policy', policy_of(tenant, ''),
    'customer_policy', policy_of(tenant, about->'account'->>'customer_id'),
    'lost_reports', json_build_object(
      'mails_at', (SELECT coalesce(json_agg(t.created_at ORDER BY t.created_at DESC), '[]') FROM (
        SELECT n.created_at FROM notices n WHERE n.account_id = account AND n.kind = 'lost_phone' AND n.method = 'email' AND n.tenant_id IS NOT DISTINCT FROM tenant
          ORDER BY n.created_at DESC LIMIT ${lostPhoneMailsPerDay}) t),
      'texts_at', (SELECT coalesce(json_agg(t.created_at ORDER BY t.created_at DESC), '[]') FROM (
        SELECT n.created_at FROM notices n WHERE n.tenant_id = tenant AND n.kind = 'lost_phone' AND n.method = 'sms' ORDER BY n.created_at DESC LIMIT ${lostPhoneTextsPerDay}) t)));
END $$;

CREATE FUNCTION write_phone(changed jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  n phones := jsonb_populate_record(NULL::phones, changed);
BEGIN
  UPDATE phones v SET ${setPhone} WHERE v.id = n.id AND v.account_id = n.account_id AND v.tenant_id IS NOT DISTINCT FROM n.tenant_id;
  IF NOT FOUND THEN INSERT INTO phones SELECT n.*; END IF;
END $$;

CREATE FUNCTION write_invitation(changed jsonb) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  n invitations := jsonb_populate_record(NULL::invitations, changed);
BEGIN
  UPDATE invitations v SET ${setInvitation} WHERE v.id = n.id AND v.account_id = n.account_id AND v.tenant_id IS NOT DISTINCT FROM n.tenant_id;
  IF NOT FOUND THEN INSERT INTO invitations SELECT n.*; END IF;
END $$;

CREATE FUNCTION write_push_state(tenant text, changed jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO push_states SELECT * FROM jsonb_populate_record(NULL::push_states, changed || jsonb_build_object('tenant_id', tenant))
    ON CONFLICT (account_id, tenant_id) DO UPDATE
    SET unanswered = excluded.unanswered, denials = excluded.denials, blocked_at = excluded.blocked_at, blocked_because = excluded.blocked_because;
END $$;

CREATE FUNCTION write_alert(added jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO alerts SELECT * FROM jsonb_populate_record(NULL::alerts, added);
END $$;

CREATE FUNCTION claim_alert(at_time bigint, next bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  n alerts;
BEGIN
  UPDATE alerts x SET next_at = next, attempts = x.attempts + 1 WHERE x.id = (
    SELECT q.id FROM alerts q WHERE q.done_at IS NULL AND q.next_at <= at_time ORDER BY q.next_at, q.id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING x.* INTO n;
  RETURN CASE WHEN n.id IS NULL THEN NULL ELSE to_jsonb(n) END;
END $$;
`;
