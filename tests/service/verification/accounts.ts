import type { Account } from '../../../service/src/store/types.ts';

/** An account that nothing was stored of. */
export function accountFor(change: Partial<Account> = {}): Account {
  return {
    id: 'account-jo', tenantId: 'tenant', customerId: 'customer-acme', customerName: 'Acme', name: 'Jo Doe', email: 'jo@acme.example', mobile: null, emailChangedAt: null, mobileChangedAt: null,
    contactId: null, ...change,
  };
}
