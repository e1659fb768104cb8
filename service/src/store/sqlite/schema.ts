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
];
