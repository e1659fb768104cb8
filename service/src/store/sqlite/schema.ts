/** Numbered migrations: `PRAGMA user_version` says how many have run. One that was released is never edited. */
export const migrations: readonly string[] = [
  `
CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, name_key)
) STRICT;

CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  mobile TEXT,
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, customer_id, email),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
) STRICT;
CREATE INDEX accounts_by_email ON accounts (tenant_id, email);

-- customer_id '' is the tenant's own policy.
CREATE TABLE policies (
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  customer_id TEXT NOT NULL,
  policy TEXT NOT NULL,
  PRIMARY KEY (tenant_id, customer_id)
) STRICT;

CREATE TABLE technicians (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  revoked_at INTEGER,
  UNIQUE (tenant_id, id)
) STRICT;
CREATE UNIQUE INDEX one_technician_per_address ON technicians (tenant_id, email) WHERE revoked_at IS NULL;

CREATE TABLE pairing_codes (
  code_hash TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  technician_id TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  FOREIGN KEY (tenant_id, technician_id) REFERENCES technicians (tenant_id, id)
) STRICT;

CREATE TABLE devices (
  thumbprint TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  technician_id TEXT NOT NULL,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (tenant_id, technician_id) REFERENCES technicians (tenant_id, id)
) STRICT;

CREATE TABLE attempts (
  key TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_by_key ON attempts (key, at);

CREATE TABLE verifications (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  technician_id TEXT NOT NULL,
  technician_name TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  ticket_host TEXT NOT NULL,
  ticket_number TEXT NOT NULL,
  contact TEXT NOT NULL,
  company TEXT NOT NULL,
  method TEXT NOT NULL,
  masked_destination TEXT NOT NULL,
  action TEXT,
  code_check TEXT NOT NULL,
  life_seconds INTEGER NOT NULL CHECK (life_seconds BETWEEN 60 AND 600),
  assurance TEXT NOT NULL,
  status TEXT NOT NULL,
  end_reason TEXT,
  send_number INTEGER NOT NULL,
  delivery_state TEXT NOT NULL,
  delivery_reason TEXT,
  created_at INTEGER NOT NULL,
  last_send_at INTEGER NOT NULL,
  first_handed_over_at INTEGER,
  expires_at INTEGER NOT NULL,
  extended INTEGER NOT NULL,
  tries_used INTEGER NOT NULL,
  ended_at INTEGER,
  receipt TEXT,
  UNIQUE (tenant_id, id),
  UNIQUE (tenant_id, technician_id, idempotency_key),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
  FOREIGN KEY (tenant_id, technician_id) REFERENCES technicians (tenant_id, id)
) STRICT;
CREATE UNIQUE INDEX one_live_per_ticket ON verifications (tenant_id, ticket_host, ticket_number) WHERE status = 'pending';
CREATE INDEX pending_by_deadline ON verifications (expires_at) WHERE status = 'pending';

CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  verification_id TEXT NOT NULL,
  send_number INTEGER NOT NULL,
  method TEXT NOT NULL,
  destination TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  created_at INTEGER NOT NULL,
  claimed_at INTEGER,
  done_at INTEGER,
  provider_id TEXT,
  UNIQUE (tenant_id, verification_id, send_number),
  FOREIGN KEY (tenant_id, verification_id) REFERENCES verifications (tenant_id, id)
) STRICT;
CREATE INDEX messages_by_destination ON messages (tenant_id, destination, created_at);
CREATE INDEX messages_to_do ON messages (state, created_at) WHERE done_at IS NULL;

CREATE TABLE wrong_codes (
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  method TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, account_id, method),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
) STRICT;

CREATE TABLE audit (
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  sequence INTEGER NOT NULL,
  previous_hash TEXT NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (tenant_id, sequence)
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE (ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE (ABORT, 'audit entries are never deleted'); END;
`,
  `
ALTER TABLE accounts ADD COLUMN email_changed_at INTEGER;
ALTER TABLE accounts ADD COLUMN mobile_changed_at INTEGER;
CREATE INDEX accounts_by_mobile ON accounts (tenant_id, mobile);

ALTER TABLE wrong_codes ADD COLUMN last_at INTEGER;

-- The address stands with the account only.
CREATE TABLE new_messages (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  verification_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  send_number INTEGER NOT NULL,
  method TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  created_at INTEGER NOT NULL,
  claimed_at INTEGER,
  claimed_by TEXT,
  attempts INTEGER NOT NULL,
  retry_at INTEGER,
  done_at INTEGER,
  provider_id TEXT,
  UNIQUE (tenant_id, verification_id, send_number),
  FOREIGN KEY (tenant_id, verification_id) REFERENCES verifications (tenant_id, id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
) STRICT;
INSERT INTO new_messages
  SELECT m.id, m.tenant_id, m.verification_id, v.account_id, m.send_number, m.method, m.state, m.reason, m.created_at, m.claimed_at, NULL, 1, NULL, m.done_at, m.provider_id
  FROM messages m JOIN verifications v ON v.tenant_id = m.tenant_id AND v.id = m.verification_id;
DROP TABLE messages;
ALTER TABLE new_messages RENAME TO messages;
CREATE INDEX messages_by_account ON messages (account_id, created_at);
CREATE INDEX messages_to_do ON messages (state, created_at) WHERE done_at IS NULL;

-- technician_id '' is the whole tenant; day counts from 1970 (UTC).
CREATE TABLE daily_sends (
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  day INTEGER NOT NULL,
  technician_id TEXT NOT NULL,
  sends INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, day, technician_id)
) STRICT;

CREATE TABLE notices (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  method TEXT NOT NULL,
  destination TEXT,
  details TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  done_at INTEGER,
  reason TEXT,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
) STRICT;
CREATE INDEX notices_to_do ON notices (next_at) WHERE done_at IS NULL;

CREATE TABLE statements (
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  kind TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  signed TEXT NOT NULL,
  UNIQUE (tenant_id, signed)
) STRICT;

CREATE INDEX removals ON statements (tenant_id, sequence) WHERE kind = 'removal';
CREATE INDEX statements_by_time ON statements (tenant_id, at, sequence);
CREATE INDEX explanations ON statements (tenant_id, at) WHERE kind <> 'checkpoint';
CREATE INDEX attempts_by_time ON attempts (at);

-- Retention removes old entries; only a signed statement makes room for it.
DROP TRIGGER audit_is_never_deleted;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
  WHEN NOT EXISTS (SELECT 1 FROM statements s WHERE s.tenant_id = OLD.tenant_id AND s.kind = 'removal' AND s.sequence >= OLD.sequence)
  BEGIN SELECT RAISE (ABORT, 'audit entries are never deleted'); END;
`,
  `
-- Verifications from before there was a phone app: the caller called, and nobody is told afterwards.
ALTER TABLE verifications ADD COLUMN direction TEXT NOT NULL DEFAULT 'inbound';
ALTER TABLE verifications ADD COLUMN user_verification_required INTEGER NOT NULL DEFAULT 0;
ALTER TABLE verifications ADD COLUMN answered_at INTEGER;
ALTER TABLE verifications ADD COLUMN answered_by TEXT;
ALTER TABLE verifications ADD COLUMN notice_method TEXT;
CREATE INDEX pushes_by_account ON verifications (account_id, created_at) WHERE method = 'push';

CREATE TABLE phones (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  name TEXT NOT NULL,
  thumbprint TEXT NOT NULL,
  public_key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_seen_at INTEGER,
  endpoint TEXT,
  p256dh TEXT,
  auth TEXT,
  credential TEXT,
  removed_at INTEGER,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
) STRICT;
CREATE UNIQUE INDEX one_phone_per_key ON phones (thumbprint) WHERE removed_at IS NULL;
CREATE INDEX phones_by_account ON phones (account_id);

CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  technician_id TEXT,
  phone_id TEXT,
  codes_sent INTEGER NOT NULL,
  code_sent_at INTEGER,
  tries_used INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  ended_at INTEGER,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
) STRICT;
CREATE INDEX invitations_by_account ON invitations (account_id, created_at);

-- unanswered and denials are lists of times in JSON.
CREATE TABLE push_states (
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  unanswered TEXT NOT NULL,
  denials TEXT NOT NULL,
  blocked_at INTEGER,
  blocked_because TEXT,
  PRIMARY KEY (account_id, tenant_id),
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
) STRICT;

CREATE TABLE alerts (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  account_id TEXT NOT NULL,
  verification_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  ticket_host TEXT NOT NULL,
  ticket_number TEXT NOT NULL,
  at INTEGER NOT NULL,
  cleared_at INTEGER,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  done_at INTEGER,
  emailed_at INTEGER,
  posted_at INTEGER,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id)
) STRICT;
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
ALTER TABLE verifications ADD COLUMN page_hash TEXT NOT NULL DEFAULT '';
CREATE INDEX decided_by_ticket ON verifications (ticket_number, ticket_host, ended_at) WHERE status IN ('approved', 'denied');
`,
  `
-- A report counts against what was decided before, whatever came of what it is about.
DROP INDEX decided_by_ticket;
CREATE INDEX ended_by_ticket ON verifications (ticket_number, ticket_host, ended_at) WHERE ended_at IS NOT NULL;

-- Who let whom in: a stolen phone must leave none behind.
ALTER TABLE phones ADD COLUMN invited_by TEXT;
`,
  `
-- ConnectWise: how a tenant's is reached, its companies and contacts, what must be confirmed, and the notes to write. name_key is null
-- where it was not made yet: it is made when contacts of the customer are placed.
ALTER TABLE customers ADD COLUMN company_id INTEGER;
CREATE UNIQUE INDEX one_customer_per_company ON customers (company_id, tenant_id) WHERE company_id IS NOT NULL;

ALTER TABLE accounts ADD COLUMN contact_id INTEGER;
ALTER TABLE accounts ADD COLUMN name_key TEXT;
CREATE UNIQUE INDEX one_account_per_contact ON accounts (contact_id, tenant_id) WHERE contact_id IS NOT NULL;
CREATE INDEX unmatched_by_name ON accounts (name_key, customer_id, tenant_id) WHERE contact_id IS NULL;

-- Verifications from before: only the page was seen, and no note was wanted.
ALTER TABLE verifications ADD COLUMN contact_id INTEGER;
ALTER TABLE verifications ADD COLUMN is_page_only INTEGER NOT NULL DEFAULT 1;
ALTER TABLE verifications ADD COLUMN caller_reason TEXT;
ALTER TABLE verifications ADD COLUMN exception_id TEXT;
ALTER TABLE verifications ADD COLUMN note_policy TEXT NOT NULL DEFAULT 'off';

-- mobile_types is a list of names in JSON, counts an object.
CREATE TABLE connections (
  tenant_id TEXT PRIMARY KEY REFERENCES tenants (id),
  site TEXT NOT NULL,
  api_origin TEXT NOT NULL,
  company_id TEXT NOT NULL,
  public_key TEXT NOT NULL,
  sealed_key TEXT NOT NULL,
  client_id TEXT NOT NULL,
  codebase TEXT NOT NULL,
  mobile_types TEXT NOT NULL,
  country TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  round_kind TEXT,
  round_at INTEGER,
  counts TEXT NOT NULL,
  cursor INTEGER,
  synced_to INTEGER,
  next_sync_at INTEGER,
  sync_problem TEXT
) STRICT;
CREATE INDEX syncs_to_do ON connections (next_sync_at) WHERE next_sync_at IS NOT NULL;

CREATE TABLE proposals (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  contact_id INTEGER NOT NULL,
  account_id TEXT,
  customer_id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  mobile TEXT,
  proposed_at INTEGER NOT NULL,
  decided_at INTEGER,
  is_accepted INTEGER,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
  FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id)
) STRICT;
CREATE UNIQUE INDEX one_open_proposal_per_contact ON proposals (contact_id, tenant_id) WHERE decided_at IS NULL;
CREATE INDEX refused_proposals ON proposals (contact_id, tenant_id, decided_at) WHERE is_accepted = 0;
CREATE INDEX open_proposals ON proposals (tenant_id, id) WHERE decided_at IS NULL;

-- doubts is a list of words in JSON.
CREATE TABLE exceptions (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  ticket_host TEXT NOT NULL,
  ticket_number TEXT NOT NULL,
  account_id TEXT NOT NULL,
  page_hash TEXT NOT NULL,
  doubts TEXT NOT NULL,
  reason TEXT NOT NULL,
  technician_id TEXT NOT NULL,
  technician_name TEXT NOT NULL,
  state TEXT NOT NULL,
  second_id TEXT,
  second_name TEXT,
  asked_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  decided_at INTEGER,
  FOREIGN KEY (tenant_id, account_id) REFERENCES accounts (tenant_id, id),
  FOREIGN KEY (tenant_id, technician_id) REFERENCES technicians (tenant_id, id),
  FOREIGN KEY (tenant_id, second_id) REFERENCES technicians (tenant_id, id)
) STRICT;
CREATE UNIQUE INDEX one_open_exception ON exceptions (ticket_number, ticket_host, account_id, technician_id, tenant_id) WHERE state = 'asked';
CREATE INDEX exceptions_by_ticket ON exceptions (ticket_number, ticket_host, expires_at);

CREATE TABLE ticket_notes (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  ticket_number TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  done_at INTEGER,
  FOREIGN KEY (tenant_id, id) REFERENCES verifications (tenant_id, id)
) STRICT;
CREATE INDEX ticket_notes_to_do ON ticket_notes (next_at) WHERE done_at IS NULL;

-- Each count has a window of its own. What was counted before is forgotten at once.
ALTER TABLE attempts ADD COLUMN forget_at INTEGER NOT NULL DEFAULT 0;
DROP INDEX attempts_by_time;
CREATE INDEX attempts_by_end ON attempts (forget_at);
`,
];
