/** Wishes to go on in spite of doubts. */
export const exceptionsSql = `
-- Those on a ticket that are not over, newest first; none that was confirmed by somebody who was revoked since.
CREATE FUNCTION exceptions_of(tenant text, host text, number text, at_time bigint) RETURNS json LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT coalesce(json_agg(x ORDER BY x.asked_at DESC, x.id), '[]') FROM exceptions x
    WHERE x.ticket_number = number AND x.ticket_host = host AND x.expires_at > at_time AND x.tenant_id IS NOT DISTINCT FROM tenant
    AND NOT (x.state = 'confirmed' AND EXISTS (SELECT 1 FROM technicians t WHERE t.id = x.second_id AND t.revoked_at IS NOT NULL)));
END $$;

CREATE FUNCTION add_exception(added jsonb, event text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  n exceptions := jsonb_populate_record(NULL::exceptions, added);
BEGIN
  PERFORM lock_chain(n.tenant_id);
  DELETE FROM exceptions x WHERE x.ticket_number = n.ticket_number AND x.ticket_host = n.ticket_host AND x.account_id = n.account_id AND x.technician_id = n.technician_id
    AND x.state = 'asked' AND x.tenant_id IS NOT DISTINCT FROM n.tenant_id;
  INSERT INTO exceptions SELECT n.*;
  PERFORM append_audit(n.tenant_id, jsonb_build_array(event));
END $$;
`;
