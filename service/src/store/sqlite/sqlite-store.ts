import type { Plan, Store, Written } from '../store.ts';
import { appendAudit, listAudit } from './audit.ts';
import type { Connection } from './connection.ts';
import { openConnection } from './connection.ts';
import * as directory from './directory.ts';
import { claimMessage, listInterrupted } from './outbox.ts';
import * as technicians from './technicians.ts';
import { findVerification, listOverdue, readChangeFacts, readStartFacts, writePlan } from './verifications.ts';

type Change = { tenantId: string; verificationId: string };
type Listeners = ReturnType<typeof createListeners>;

/** The embedded store: one SQLite file, which may be opened by several processes of one machine. */
export async function createSqliteStore({ path }: { path: string }): Promise<Store> {
  const connection = openConnection(path);
  const listeners = createListeners();
  return {
    checkWritable: async () => connection.write(() => void connection.run('DELETE FROM attempts WHERE at < 0')),
    close: async () => connection.close(),
    ...directoryOf(connection),
    ...techniciansOf(connection),
    ...verificationsOf(connection, listeners),
    listAudit: async (tenantId, fromSequence, limit) => listAudit(connection, tenantId, fromSequence, limit),
    appendAudit: async (tenantId, event) => connection.write(() => appendAudit(connection, tenantId, event)),
    onChange: listeners.add,
  };
}

function directoryOf(connection: Connection) {
  return {
    addTenant: async (name) => connection.write(() => directory.addTenant(connection, name)),
    listTenants: async () => directory.listTenants(connection),
    listCustomers: async (tenantId) => directory.listCustomers(connection, tenantId),
    readPolicy: async (tenantId, customerId) => directory.readPolicy(connection, tenantId, customerId),
    writePolicy: async (tenantId, customerId, policy, audit) => connection.write(() => directory.writePolicy(connection, tenantId, customerId, policy, audit)),
    addAccount: async (tenantId, account, audit) => connection.write(() => directory.addAccount(connection, tenantId, account, audit)),
  } satisfies Partial<Store>;
}

function techniciansOf(connection: Connection) {
  return {
    addTechnician: async (technician, audit) => connection.write(() => technicians.addTechnician(connection, technician, audit)),
    listTechnicians: async (tenantId) => technicians.listTechnicians(connection, tenantId),
    revokeTechnician: async (tenantId, id, at, audit) => connection.write(() => technicians.revokeTechnician(connection, tenantId, id, at, audit)),
    addPairingCode: async (code) => connection.write(() => technicians.addPairingCode(connection, code)),
    redeemPairingCode: async (codeHash, device, now) => connection.write(() => technicians.redeemPairingCode(connection, codeHash, device, now)),
    findDevice: async (thumbprint) => connection.read(() => technicians.findDevice(connection, thumbprint)),
    removeDevice: async (tenantId, thumbprint, audit) => connection.write(() => technicians.removeDevice(connection, tenantId, thumbprint, audit)),
    takeAttempt: async (key, limit, windowMs, now) => connection.write(() => technicians.takeAttempt(connection, key, limit, windowMs, now)),
  } satisfies Partial<Store>;
}

function verificationsOf(connection: Connection, listeners: Listeners) {
  return {
    readStart: async (key) => connection.read(() => readStartFacts(connection, key)),
    start: async (key, decide) => {
      const done = connection.write(() => {
        const plan = decide(readStartFacts(connection, key));
        return { plan, verification: writePlan(connection, key.tenantId, plan, 'start') };
      });
      return told(listeners, done);
    },
    change: async (tenantId, verificationId, decide) => {
      const done = connection.write(() => {
        const verification = findVerification(connection, tenantId, verificationId);
        if (!verification) return undefined;
        const plan = decide(readChangeFacts(connection, verification));
        return { plan, verification: writePlan(connection, tenantId, plan, 'change') ?? verification };
      });
      return done && told(listeners, done);
    },
    findVerification: async (tenantId, verificationId) => findVerification(connection, tenantId, verificationId),
    listOverdue: async (now, limit) => listOverdue(connection, now, limit).map(({ tenantId, id }) => ({ tenantId, id })),
    claimMessage: async (now) => {
      const message = connection.write(() => claimMessage(connection, now));
      if (message) listeners.tell(message);
      return message;
    },
    listInterrupted: async (claimedBefore, limit) => listInterrupted(connection, claimedBefore, limit),
  } satisfies Partial<Store>;
}

function told<T>(listeners: Listeners, done: { plan: Plan<T>; verification: Written<T>['verification'] }): Written<T> {
  const { plan, verification } = done;
  for (const row of [plan.overdue, plan.verification]) {
    if (row) listeners.tell({ tenantId: row.tenantId, verificationId: row.id });
  }
  return { result: plan.result, verification };
}

function createListeners() {
  const listeners = new Set<(change: Change) => void>();
  return {
    add: (listener: (change: Change) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: ({ tenantId, verificationId }: Change) => {
      for (const listener of listeners) listener({ tenantId, verificationId });
    },
  };
}
