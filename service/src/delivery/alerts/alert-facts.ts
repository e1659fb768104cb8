import type { Store } from '../../store/store.ts';
import type { Account, Alert, Tenant, VerificationRow } from '../../store/types.ts';

export type FactsStore = Pick<Store, 'listTenants' | 'findAccount' | 'findVerification'>;
/** All that an alert says. */
export type AlertFacts = { alert: Alert; tenant: Tenant; account: Account; verification: VerificationRow };

/** Throws where a row that the alert names is not there: none of them is ever removed. */
export async function readAlertFacts(store: FactsStore, alert: Alert): Promise<AlertFacts> {
  const { tenantId, accountId, verificationId } = alert;
  const [tenants, account, verification] = await Promise.all([
    store.listTenants(), store.findAccount(tenantId, accountId), store.findVerification(tenantId, verificationId),
  ]);
  const tenant = tenants.find(({ id }) => id === tenantId);
  if (!tenant || !account || !verification) throw new Error('An alert about nothing.');
  return { alert, tenant, account, verification };
}
