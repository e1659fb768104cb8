import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Method } from '#contract/words';
import { countryOf } from '../../../service/src/verification/country.ts';
import { createHarness, refusal, request, seconds, startDelivered, value } from './harness.ts';
import type { Harness } from './harness.ts';

let core: Harness;
beforeEach(async () => { core = await createHarness(); });
afterEach(() => core.close());

const unavailable = (detail: string) => ({ ok: false, refusal: { code: 'method_unavailable', detail } });
const offered = async (method: Method, email = 'jo@acme.example') =>
  value(await core.verifications.resolve(core.alex, { contact: request({ email }).contact })).methods.find((one) => one.method === method);

describe('the country of a number', () => {
  test.each([
    ['+12025550199', 'US'], ['+14165550199', 'CA'], ['+18765550199', 'JM'], ['+12425550199', 'BS'], ['+18095550199', 'DO'], ['+17875550199', 'PR'],
    ['+447400123456', 'GB'], ['+447781123456', 'GG'], ['+353851234567', 'IE'], ['+61412345678', 'AU'], ['+64211234567', 'NZ'], ['+27711234567', 'ZA'],
    ['+77710009998', 'KZ'], ['+881612345678', undefined], ['+19995550199', undefined],
  ])('%s: %s', (number, country) => {
    expect(countryOf(number)).toBe(country);
  });

  test.each(['+12025550199', '+14165550199', '+447400123456', '+353851234567', '+61412345678', '+64211234567', '+27711234567'])('%s is sent to where nothing is set', async (mobile) => {
    await core.addAccount('Acme', 'ann@acme.example', mobile);
    expect(await offered('sms', 'ann@acme.example')).toMatchObject({ available: true });
    expect(refusal(await core.send(request({ email: 'ann@acme.example' })))).toBe('accepted');
  });

  test.each(['+18765550199', '+4915123456789', '+881612345678'])('%s is not, which is said before SEND; e-mail goes on', async (mobile) => {
    await core.addAccount('Acme', 'ann@acme.example', mobile);
    expect(await offered('sms', 'ann@acme.example')).toMatchObject({ available: false, reason: 'country_not_allowed' });
    expect(await core.send(request({ email: 'ann@acme.example' }))).toEqual(unavailable('country_not_allowed'));
    expect(refusal(await core.send(request({ email: 'ann@acme.example', method: 'email' })))).toBe('accepted');
  });

  test('is allowed by the tenant, or by the customer against the tenant', async () => {
    await core.addAccount('Beta', 'ann@beta.example', '+4915123456789');
    const ann = { email: 'ann@beta.example', company: 'Beta' };
    const beta = (await core.store.listCustomers(core.tenant.id)).find(({ name }) => name === 'Beta');
    await core.setPolicy({ smsCountries: ['DE'] });
    expect(await core.send(request({ number: '1' }))).toEqual(unavailable('country_not_allowed'));
    expect(refusal(await core.send(request({ ...ann, number: '2' })))).toBe('accepted');
    await core.setPolicy({ smsCountries: ['US'] }, beta?.id);
    core.pass(20);
    expect(await core.send(request({ ...ann, number: '3' }))).toEqual(unavailable('country_not_allowed'));
  });

  test('that is taken off the list stops a resend', async () => {
    const { id } = await startDelivered(core);
    core.pass(20);
    await core.setPolicy({ smsCountries: ['CA'] });
    expect(await core.verifications.resend(core.alex, id, 1)).toEqual(unavailable('country_not_allowed'));
  });
});

describe('a destination that was changed', () => {
  async function change(what: { emailChangedAt: number } | { mobileChangedAt: number }): Promise<void> {
    const [jo] = await core.store.listAccounts(core.tenant.id, { email: 'jo@acme.example' }, '', 1);
    await core.store.changeAccount(core.tenant.id, jo?.id ?? '', (account) => ({ result: undefined, account: { ...account, ...what }, notices: [], audit: [] }));
  }

  test.each([['sms', 'email', 'mobileChangedAt'], ['email', 'sms', 'emailChangedAt']] as const)('is not used by %s for 72 hours, and %s stays', async (method, other, field) => {
    await change({ [field]: core.clock.now } as Parameters<typeof change>[0]);
    core.clock.now += seconds(72 * 3600) - 1;
    expect(await offered(method)).toMatchObject({ available: false, reason: 'changed_recently' });
    expect(await core.send(request({ method, number: '1' }))).toEqual(unavailable('changed_recently'));
    expect(await offered(other)).toMatchObject({ available: true });
    expect(refusal(await core.send(request({ method: other, number: '2' })))).toBe('accepted');
    core.clock.now += 1;
    expect(await offered(method)).toMatchObject({ available: true });
    expect(refusal(await core.send(request({ method, number: '3' })))).toBe('accepted');
  });

  test('gets no resend of a verification that began before', async () => {
    const { id } = await startDelivered(core);
    core.pass(20);
    await change({ mobileChangedAt: core.clock.now });
    expect(await core.verifications.resend(core.alex, id, 1)).toEqual(unavailable('changed_recently'));
  });
});
