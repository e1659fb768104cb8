import { expect, test } from 'vitest';
import { packFragment, unpackFragment } from '../support/connectwise/fragment.ts';

const state = { pid: 1, p: 'ServiceTicket', s: { p: { recid: 1_234_567 } }, rnd: 42 };

test('the fake page’s address holds ConnectWise’s own packing of a state', () => {
  expect(packFragment(state)).toMatch(/^XQAAC[A-Za-z0-9$_=]+\?\?ServiceTicket$/);
  expect(unpackFragment(packFragment(state))).toEqual(state);
});
