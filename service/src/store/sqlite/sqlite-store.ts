import { createListeners } from '../listeners.ts';
import type { Listeners } from '../listeners.ts';
import type { Plan, Store, Written } from '../store.ts';
import type { VerificationRow } from '../types.ts';
import * as alerts from './alerts.ts';
import * as audit from './audit.ts';
import { countBacklog } from './backlog.ts';
import { backupRows, restoreRows } from './backup.ts';
import type { Connection } from './connection.ts';
import { openConnection, requireVersion } from './connection.ts';
import { clearWrongCodes, readWrongCodes } from './counters.ts';
import { listDecided } from './decided.ts';
import { connectwiseOf } from './connectwise.ts';
import * as directory from './directory.ts';
import * as outbox from './outbox.ts';
import * as phones from './phones.ts';
import * as technicians from './technicians.ts';
import { findVerification, listOverdue, listPushes, readAnswerFacts, readChangeFacts, readLetter, readOfferFacts, readResendFacts, readStartFacts, writePlan } from './verifications.ts';
import { openWorker } from './worker.ts';
import type { Worker } from './worker.ts';

/** The embedded store: one SQLite file, which may be opened by several processes of one machine. */
export async function createSqliteStore({ path }: { path: string }): Promise<Store> {
  const connection = openConnection(path);
  const listeners = createListeners();
  let working: Worker | undefined;
  return {
    checkWritable: async () => connection.write(() => {
      requireVersion(connection);
      connection.run('DELETE FROM attempts WHERE at < 0');
    }),
    readTime: async () => undefined,
    close: async () => {
      working?.close();
      connection.close();
    },
    beginWork: async () => (working ??= openWorker(path)).name,
    ...directoryOf(connection),
    ...techniciansOf(connection),
    ...phonesOf(connection),
    ...verificationsOf(connection, listeners),
    ...outboxOf(connection, listeners, () => working?.name ?? ''),
    ...auditOf(connection),
    ...connectwiseOf(connection, listeners),
    countBacklog: async () => connection.read(() => countBacklog(connection)),
    backup: () => backupRows(path),
    restore: (rows) => restoreRows(path, rows),
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
    listAccounts: async (tenantId, filter, afterId, limit) => directory.listAccounts(connection, tenantId, filter, afterId, limit),
    findAccount: async (tenantId, accountId) => directory.findAccount(connection, tenantId, accountId),
    changeAccount: async (tenantId, accountId, decide) => connection.write(() => directory.changeAccount(connection, tenantId, accountId, decide)),
    listWrongCodes: async (tenantId, accountId) => readWrongCodes(connection, tenantId, accountId),
    clearWrongCodes: async (tenantId, accountId, method, audit) => connection.write(() => clearWrongCodes(connection, tenantId, accountId, method, audit)),
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

function phonesOf(connection: Connection) {
  return {
    findPhone: async (thumbprint) => connection.read(() => phones.findPhone(connection, thumbprint)),
    findPhoneOwner: async (phoneId) => phones.findPhoneOwner(connection, phoneId),
    findInvitation: async (invitationId) => phones.findInvitation(connection, invitationId),
    changePhones: async (tenantId, accountId, decide, key) => connection.write(() => phones.changePhones(connection, tenantId, accountId, decide, key)),
    touchPhone: async (tenantId, phoneId, at) => phones.touchPhone(connection, tenantId, phoneId, at),
    claimAlert: async (now, leaseMs) => connection.write(() => alerts.claimAlert(connection, now, leaseMs)),
    updateAlert: async (alert) => alerts.updateAlert(connection, alert),
    findAlert: async (tenantId, alertId) => alerts.findAlert(connection, tenantId, alertId),
    listAlerts: async (tenantId, limit) => alerts.listAlerts(connection, tenantId, limit),
  } satisfies Partial<Store>;
}

function verificationsOf(connection: Connection, listeners: Listeners) {
  function change<T>(tenantId: string, verificationId: string, decide: (row: VerificationRow) => Plan<T>): Written<T> | undefined {
    const done = connection.write(() => {
      const verification = findVerification(connection, tenantId, verificationId);
      if (!verification) return undefined;
      const plan = decide(verification);
      return { plan, verification: writePlan(connection, tenantId, plan, 'change') ?? verification };
    });
    return done && told(listeners, done);
  }

  return {
    readStart: async (key) => connection.read(() => readOfferFacts(connection, key)),
    listDecided: async (tenantId, key) => connection.read(() => listDecided(connection, tenantId, key)),
    start: async (key, decide) => {
      const done = connection.write(() => {
        const plan = decide(readStartFacts(connection, key));
        return { plan, verification: writePlan(connection, key.tenantId, plan, 'start') };
      });
      return told(listeners, done);
    },
    change: async (tenantId, verificationId, decide, messageId) => change(tenantId, verificationId, (row) => decide(readChangeFacts(connection, row, messageId))),
    resend: async (tenantId, verificationId, now, decide) => change(tenantId, verificationId, (row) => decide(readResendFacts(connection, row, now))),
    answer: async (tenantId, verificationId, decide) => change(tenantId, verificationId, (row) => decide(readAnswerFacts(connection, row))),
    listPushes: async (tenantId, accountId, limit) => listPushes(connection, tenantId, accountId, limit),
    findVerification: async (tenantId, verificationId) => findVerification(connection, tenantId, verificationId),
    listOverdue: async (now, limit) => listOverdue(connection, now, limit).map(({ tenantId, id }) => ({ tenantId, id })),
  } satisfies Partial<Store>;
}

function outboxOf(connection: Connection, listeners: Listeners, workerName: () => string) {
  return {
    claimMessage: async (now) => {
      const message = connection.write(() => outbox.claimMessage(connection, now, workerName()));
      if (message) listeners.tell({ tenantId: message.tenantId, verificationId: message.verificationId });
      return message;
    },
    listInterrupted: async (limit) => outbox.listInterrupted(connection, workerName(), limit),
    findMessage: async (messageId) => outbox.findMessage(connection, messageId),
    readLetter: async (tenantId, verificationId) => connection.read(() => readLetter(connection, tenantId, verificationId)),
    findNotice: async (noticeId) => outbox.findNotice(connection, noticeId),
    claimNotice: async (now, leaseMs) => connection.write(() => outbox.claimNotice(connection, now, leaseMs)),
    updateNotice: async (notice) => connection.write(() => outbox.updateNotice(connection, notice)),
  } satisfies Partial<Store>;
}

function auditOf(connection: Connection) {
  return {
    listAudit: async (tenantId, fromSequence, limit) => audit.listAudit(connection, tenantId, fromSequence, limit),
    appendAudit: async (tenantId, event) => connection.write(() => audit.appendAudit(connection, tenantId, event)),
    listAuditHeads: async () => audit.listAuditHeads(connection),
    addStatement: async (statement) => connection.write(() => audit.addStatement(connection, statement)),
    listStatements: async (tenantId, limit, after) => audit.listStatements(connection, tenantId, limit, after),
    findNewestStatement: async (tenantId) => audit.findNewestStatement(connection, tenantId),
    listExplanations: async (tenantId) => audit.listExplanations(connection, tenantId),
    removeAudit: async (removal, event) => connection.write(() => audit.removeAudit(connection, removal, event)),
  } satisfies Partial<Store>;
}

function told<T>(listeners: Listeners, done: { plan: Plan<T>; verification: Written<T>['verification'] }): Written<T> {
  const { plan, verification } = done;
  for (const row of [plan.overdue, plan.verification]) {
    if (row) listeners.tell({ tenantId: row.tenantId, verificationId: row.id });
  }
  return { result: plan.result, verification };
}
