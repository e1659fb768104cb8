// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addTicket } from '../../support/connectwise/markup';
import { createChurn } from '../../support/connectwise/page/churn';

const jo = { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The records of all mutations in two seconds on a new ticket. */
async function record(seed: number) {
  document.body.innerHTML = '';
  const ticket = addTicket(document, '1234567', jo);
  const records: string[] = [];
  const observer = new MutationObserver((list) => records.push(...list.map(({ type, attributeName, target }) => `${type} ${attributeName} ${(target as Element).className}`)));
  observer.observe(ticket, { subtree: true, childList: true, attributes: true, characterData: true });
  const churn = createChurn(ticket, 'GMDB3DUB');
  churn.start({ perSecond: 30, seed });
  await vi.advanceTimersByTimeAsync(2_000);
  churn.stop();
  const { length } = records;
  await vi.advanceTimersByTimeAsync(2_000);
  observer.disconnect();
  return { ticket, records: records.slice(0, length), made: churn.made(), afterwards: records.length - length };
}

test('churn makes the mutations asked for, of every kind, and the same for the same seed', async () => {
  const [one, again, other] = [await record(1), await record(1), await record(2)];
  expect(one.made).toBe(60);
  expect(one.records.length).toBeGreaterThan(40);
  expect([...new Set(one.records.map((each) => each.split(' ').slice(0, 2).join(' ')))].toSorted()).toEqual(['attributes aria-posinset', 'attributes class', 'attributes style', 'childList null']);
  expect(again.records).toEqual(one.records);
  expect(other.records).not.toEqual(one.records);
});

test('churn touches no value and no banner', async () => {
  const { ticket } = await record(1);
  const values = ['cw_company', 'cw_contact', 'cw_emailAddress'].map((name) => ticket.querySelector<HTMLInputElement>(`input.${name}`)!.value);
  expect(values).toEqual(Object.values(jo));
  expect(ticket.querySelector('.detailLabel')!.textContent).toBe('Service Ticket #1234567 - Reset my password');
});
