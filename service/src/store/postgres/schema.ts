/**
 * Numbered migrations, as in the embedded database and with the same columns, so that a backup fits both. One that was
 * released is never edited. Texts are compared byte by byte, whatever the database's language: COLLATE "C" everywhere, since
 * an index is of no use to a comparison by another collation. Keys begin with what tells rows apart, and the tenant comes last:
 * while a table is young the planner takes any index that fits a little, and would read all rows of a tenant by it.
 */
export const migrations: readonly string[] = [
  `
CREATE TABLE tenants (
  id TEXT COLLATE "C" PRIMARY KEY,
  name TEXT COLLATE "C" NOT NULL
);

CREATE TABLE customers (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
  name TEXT COLLATE "C" NOT NULL,
  name_key TEXT COLLATE "C" NOT NULL,
  UNIQUE (id, tenant_id),
  UNIQUE (tenant_id, name_key)
);

CREATE TABLE accounts (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  customer_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  mobile TEXT COLLATE "C",
  email_changed_at BIGINT,
  mobile_changed_at BIGINT,
  UNIQUE (id, tenant_id),
  UNIQUE (email, customer_id, tenant_id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE INDEX accounts_by_mobile ON accounts (mobile, tenant_id);

-- customer_id '' is the tenant's own policy.
CREATE TABLE policies (
  tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
  customer_id TEXT COLLATE "C" NOT NULL,
  policy TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, customer_id)
);

CREATE TABLE technicians (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
  name TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C" NOT NULL,
  role TEXT COLLATE "C" NOT NULL,
  revoked_at BIGINT,
  UNIQUE (id, tenant_id)
);
CREATE UNIQUE INDEX one_technician_per_address ON technicians (tenant_id, email) WHERE revoked_at IS NULL;

CREATE TABLE pairing_codes (
  code_hash TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  technician_id TEXT COLLATE "C" NOT NULL,
  expires_at BIGINT NOT NULL,
  FOREIGN KEY (tenant_id, technician_id) REFERENCES technicians (tenant_id, id)
);

CREATE TABLE devices (
  thumbprint TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  technician_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  FOREIGN KEY (tenant_id, technician_id) REFERENCES technicians (tenant_id, id)
);

CREATE TABLE attempts (
  key TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL
);
CREATE INDEX attempts_by_key ON attempts (key, at);
CREATE INDEX attempts_by_time ON attempts (at);

CREATE TABLE verifications (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  customer_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  technician_id TEXT COLLATE "C" NOT NULL,
  technician_name TEXT COLLATE "C" NOT NULL,
  idempotency_key TEXT COLLATE "C" NOT NULL,
  request_hash TEXT COLLATE "C" NOT NULL,
  ticket_host TEXT COLLATE "C" NOT NULL,
  ticket_number TEXT COLLATE "C" NOT NULL,
  contact TEXT COLLATE "C" NOT NULL,
  company TEXT COLLATE "C" NOT NULL,
  method TEXT COLLATE "C" NOT NULL,
  masked_destination TEXT COLLATE "C" NOT NULL,
  action TEXT COLLATE "C",
  code_check TEXT COLLATE "C" NOT NULL,
  life_seconds INTEGER NOT NULL CHECK (life_seconds BETWEEN 60 AND 600),
  assurance TEXT COLLATE "C" NOT NULL,
  status TEXT COLLATE "C" NOT NULL,
  end_reason TEXT COLLATE "C",
  send_number INTEGER NOT NULL,
  delivery_state TEXT COLLATE "C" NOT NULL,
  delivery_reason TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  last_send_at BIGINT NOT NULL,
  first_handed_over_at BIGINT,
  expires_at BIGINT NOT NULL,
  extended INTEGER NOT NULL,
  tries_used INTEGER NOT NULL,
  ended_at BIGINT,
  receipt TEXT COLLATE "C",
  UNIQUE (idempotency_key, technician_id, tenant_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
  FOREIGN KEY (tenant_id, technician_id) REFERENCES technicians (tenant_id, id)
);
CREATE UNIQUE INDEX one_live_per_ticket ON verifications (ticket_number, ticket_host, tenant_id) WHERE status = 'pending';
-- Another condition than above, which says the same: no search for a ticket may ever walk through all deadlines.
CREATE INDEX open_by_deadline ON verifications (expires_at) WHERE ended_at IS NULL;

CREATE TABLE messages (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  verification_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  send_number INTEGER NOT NULL,
  method TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  claimed_at BIGINT,
  claimed_by TEXT COLLATE "C",
  attempts INTEGER NOT NULL,
  retry_at BIGINT,
  done_at BIGINT,
  provider_id TEXT COLLATE "C",
  UNIQUE (verification_id, send_number, tenant_id),
  FOREIGN KEY (verification_id) REFERENCES verifications (id)
);
CREATE INDEX messages_by_account ON messages (account_id, created_at);
CREATE INDEX messages_to_do ON messages (state, created_at) WHERE done_at IS NULL;

CREATE TABLE wrong_codes (
  tenant_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  method TEXT COLLATE "C" NOT NULL,
  count INTEGER NOT NULL,
  last_at BIGINT,
  PRIMARY KEY (account_id, method, tenant_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);

-- technician_id '' is the whole tenant; day counts from 1970 (UTC).
CREATE TABLE daily_sends (
  tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
  day INTEGER NOT NULL,
  technician_id TEXT COLLATE "C" NOT NULL,
  sends INTEGER NOT NULL,
  cost BIGINT NOT NULL,
  PRIMARY KEY (tenant_id, day, technician_id)
);

CREATE TABLE notices (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  method TEXT COLLATE "C" NOT NULL,
  destination TEXT COLLATE "C",
  details TEXT COLLATE "C" NOT NULL,
  attempts INTEGER NOT NULL,
  next_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  done_at BIGINT,
  reason TEXT COLLATE "C",
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE INDEX notices_to_do ON notices (next_at) WHERE done_at IS NULL;

CREATE TABLE statements (
  tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
  kind TEXT COLLATE "C" NOT NULL,
  sequence BIGINT NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  signed TEXT COLLATE "C" NOT NULL,
  UNIQUE (tenant_id, signed)
);
-- Asked for each entry that retention removes.
CREATE INDEX removals ON statements (tenant_id, sequence) WHERE kind = 'removal';
CREATE INDEX statements_by_time ON statements (tenant_id, at, sequence);
CREATE INDEX explanations ON statements (tenant_id, at) WHERE kind <> 'checkpoint';

CREATE TABLE audit (
  tenant_id TEXT COLLATE "C" NOT NULL REFERENCES tenants (id),
  sequence BIGINT NOT NULL,
  previous_hash TEXT COLLATE "C" NOT NULL,
  body TEXT COLLATE "C" NOT NULL,
  hash TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
);

CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Retention removes old entries; only a signed statement makes room for it.
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM statements s WHERE s.tenant_id = OLD.tenant_id AND s.kind = 'removal' AND s.sequence >= OLD.sequence) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit entries are never %', CASE TG_OP WHEN 'DELETE' THEN 'deleted' ELSE 'changed' END;
END $$;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
`,
  `
-- Verifications from before there was a phone app: the caller called, and nobody is told afterwards.
ALTER TABLE verifications ADD COLUMN direction TEXT COLLATE "C" NOT NULL DEFAULT 'inbound';
ALTER TABLE verifications ADD COLUMN user_verification_required INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verifications ADD COLUMN answered_at BIGINT;
ALTER TABLE verifications ADD COLUMN answered_by TEXT COLLATE "C";
ALTER TABLE verifications ADD COLUMN notice_method TEXT COLLATE "C";
CREATE INDEX pushes_by_account ON verifications (account_id, created_at) WHERE method = 'push';

CREATE TABLE phones (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  thumbprint TEXT COLLATE "C" NOT NULL,
  public_key TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT,
  endpoint TEXT COLLATE "C",
  p256dh TEXT COLLATE "C",
  auth TEXT COLLATE "C",
  credential TEXT COLLATE "C",
  removed_at BIGINT,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE UNIQUE INDEX one_phone_per_key ON phones (thumbprint) WHERE removed_at IS NULL;
CREATE INDEX phones_by_account ON phones (account_id);

CREATE TABLE invitations (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  technician_id TEXT COLLATE "C",
  phone_id TEXT COLLATE "C",
  codes_sent INTEGER NOT NULL,
  code_sent_at BIGINT,
  tries_used INTEGER NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  ended_at BIGINT,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE INDEX invitations_by_account ON invitations (account_id, created_at);

-- unanswered and denials are lists of times in JSON.
CREATE TABLE push_states (
  tenant_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  unanswered TEXT COLLATE "C" NOT NULL,
  denials TEXT COLLATE "C" NOT NULL,
  blocked_at BIGINT,
  blocked_because TEXT COLLATE "C",
  PRIMARY KEY (account_id, tenant_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);

CREATE TABLE alerts (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  verification_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  ticket_host TEXT COLLATE "C" NOT NULL,
  ticket_number TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  cleared_at BIGINT,
  attempts INTEGER NOT NULL,
  next_at BIGINT NOT NULL,
  done_at BIGINT,
  emailed_at BIGINT,
  posted_at BIGINT,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
);
CREATE INDEX flags ON alerts (ticket_number, ticket_host, tenant_id) WHERE cleared_at IS NULL;
CREATE INDEX alerts_to_do ON alerts (next_at) WHERE done_at IS NULL;
`,
  `
-- What was reported about a verification, what an account was told of lately, and what a tenant's accounts were texted about lost phones.
CREATE INDEX alerts_by_verification ON alerts (verification_id, tenant_id);
CREATE INDEX notices_by_account ON notices (account_id, kind, created_at, tenant_id);
CREATE INDEX lost_phone_texts ON notices (tenant_id, created_at) WHERE kind = 'lost_phone' AND method = 'sms';
`,
  `
-- How long a success counts, and for which contact.
ALTER TABLE verifications ADD COLUMN page_hash TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX decided_by_ticket ON verifications (ticket_number, ticket_host, ended_at) WHERE status IN ('approved', 'denied');
`,
  `
-- A report counts against what was decided before, whatever came of what it is about.
DROP INDEX decided_by_ticket;
CREATE INDEX ended_by_ticket ON verifications (ticket_number, ticket_host, ended_at) WHERE ended_at IS NOT NULL;

-- Who let whom in: a stolen phone must leave none behind.
ALTER TABLE phones ADD COLUMN invited_by TEXT COLLATE "C";
`,
  `
-- ConnectWise: how a tenant's is reached, its companies and contacts, what must be confirmed, and the notes to write. name_key is null
-- where it was not made yet: it is made when contacts of the customer are placed.
ALTER TABLE customers ADD COLUMN company_id INTEGER;
CREATE UNIQUE INDEX one_customer_per_company ON customers (company_id, tenant_id) WHERE company_id IS NOT NULL;

ALTER TABLE accounts ADD COLUMN contact_id INTEGER;
ALTER TABLE accounts ADD COLUMN name_key TEXT COLLATE "C";
CREATE UNIQUE INDEX one_account_per_contact ON accounts (contact_id, tenant_id) WHERE contact_id IS NOT NULL;
CREATE INDEX unmatched_by_name ON accounts (name_key, customer_id, tenant_id) WHERE contact_id IS NULL;

-- Verifications from before: only the page was seen, and no note was wanted.
ALTER TABLE verifications ADD COLUMN contact_id INTEGER;
ALTER TABLE verifications ADD COLUMN is_page_only INTEGER NOT NULL DEFAULT 1;
ALTER TABLE verifications ADD COLUMN caller_reason TEXT COLLATE "C";
ALTER TABLE verifications ADD COLUMN exception_id TEXT COLLATE "C";
ALTER TABLE verifications ADD COLUMN note_policy TEXT COLLATE "C" NOT NULL DEFAULT 'off';

-- mobile_types is a list of names in JSON, counts an object.
CREATE TABLE connections (
  tenant_id TEXT COLLATE "C" PRIMARY KEY REFERENCES tenants (id),
  site TEXT COLLATE "C" NOT NULL,
  api_origin TEXT COLLATE "C" NOT NULL,
  company_id TEXT COLLATE "C" NOT NULL,
  public_key TEXT COLLATE "C" NOT NULL,
  sealed_key TEXT COLLATE "C" NOT NULL,
  client_id TEXT COLLATE "C" NOT NULL,
  codebase TEXT COLLATE "C" NOT NULL,
  mobile_types TEXT COLLATE "C" NOT NULL,
  country TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  round_kind TEXT COLLATE "C",
  round_at BIGINT,
  counts TEXT COLLATE "C" NOT NULL,
  cursor INTEGER,
  synced_to BIGINT,
  next_sync_at BIGINT,
  sync_problem TEXT COLLATE "C"
);
CREATE INDEX syncs_to_do ON connections (next_sync_at) WHERE next_sync_at IS NOT NULL;

CREATE TABLE proposals (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  contact_id INTEGER NOT NULL,
  account_id TEXT COLLATE "C",
  customer_id TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  email TEXT COLLATE "C",
  mobile TEXT COLLATE "C",
  proposed_at BIGINT NOT NULL,
  decided_at BIGINT,
  is_accepted INTEGER,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
);
CREATE UNIQUE INDEX one_open_proposal_per_contact ON proposals (contact_id, tenant_id) WHERE decided_at IS NULL;
CREATE INDEX refused_proposals ON proposals (contact_id, tenant_id, decided_at) WHERE is_accepted = 0;
CREATE INDEX open_proposals ON proposals (tenant_id, id) WHERE decided_at IS NULL;

-- doubts is a list of words in JSON.
CREATE TABLE exceptions (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  ticket_host TEXT COLLATE "C" NOT NULL,
  ticket_number TEXT COLLATE "C" NOT NULL,
  account_id TEXT COLLATE "C" NOT NULL,
  page_hash TEXT COLLATE "C" NOT NULL,
  doubts TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C" NOT NULL,
  technician_id TEXT COLLATE "C" NOT NULL,
  technician_name TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  second_id TEXT COLLATE "C",
  second_name TEXT COLLATE "C",
  asked_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  decided_at BIGINT,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
  FOREIGN KEY (tenant_id, technician_id) REFERENCES technicians (tenant_id, id),
  FOREIGN KEY (tenant_id, second_id) REFERENCES technicians (tenant_id, id)
);
CREATE UNIQUE INDEX one_open_exception ON exceptions (ticket_number, ticket_host, account_id, technician_id, tenant_id) WHERE state = 'asked';
CREATE INDEX exceptions_by_ticket ON exceptions (ticket_number, ticket_host, expires_at);

CREATE TABLE ticket_notes (
  id TEXT COLLATE "C" PRIMARY KEY,
  tenant_id TEXT COLLATE "C" NOT NULL,
  ticket_number TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  reason TEXT COLLATE "C",
  attempts INTEGER NOT NULL,
  next_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  done_at BIGINT,
  FOREIGN KEY (id) REFERENCES verifications (id)
);
CREATE INDEX ticket_notes_to_do ON ticket_notes (next_at) WHERE done_at IS NULL;

-- Each count has a window of its own. What was counted before is forgotten at once.
ALTER TABLE attempts ADD COLUMN forget_at BIGINT NOT NULL DEFAULT 0;
DROP INDEX attempts_by_time;
CREATE INDEX attempts_by_end ON attempts (forget_at);
`,
];
