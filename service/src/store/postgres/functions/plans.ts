import { MessageRow, VerificationRowSchema } from '../../rows.ts';
import { updateColumns } from '../../columns.ts';

const setVerification = updateColumns(VerificationRowSchema, ['tenant_id', 'id']);
const setMessage = updateColumns(MessageRow, ['tenant_id', 'id']);

/** Writing what was decided. */
export const plansSql = `
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
  IF p ? 'pushState' THEN PERFORM write_push_state(tenant, p->'pushState'); END IF;
  IF p ? 'phone' THEN PERFORM write_phone(p->'phone'); END IF;
  IF p ? 'alert' THEN PERFORM write_alert(p->'alert'); END IF;
  IF p ? 'endInvitations' THEN
    UPDATE invitations x SET ended_at = (p->'endInvitations'->>'at')::bigint
      WHERE x.account_id = p->'endInvitations'->>'accountId' AND x.ended_at IS NULL AND x.tenant_id IS NOT DISTINCT FROM tenant;
  END IF;
  IF p ? 'notices' THEN INSERT INTO notices SELECT * FROM jsonb_populate_recordset(NULL::notices, p->'notices'); END IF;
  IF p ? 'ticketNotes' THEN INSERT INTO ticket_notes SELECT * FROM jsonb_populate_recordset(NULL::ticket_notes, p->'ticketNotes'); END IF;
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
