// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reading } from '../../../utils/connectwise/reading';
import { quietMs, staleMs } from '../../../utils/connectwise/settle';
import { type PageWatch, watchPage } from '../../../utils/connectwise/watch-page';
import { addTicket, setFields } from '../../support/connectwise/markup';
import { putNumber } from '../../support/connectwise/page/fields';

const jo = { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' };
const sam = { company: 'Globex Example', contact: 'Sam Other', email: 'sam@globex.example' };
const named = (contact: string) => expect.objectContaining({ kind: 'ticket', contact: { state: 'read', value: contact } });
let watch: PageWatch;
let readings: Reading[];
let shell: HTMLElement;
/** What the page's own work adds to the clock. */
let clock: number;

beforeEach(() => {
  vi.useFakeTimers();
  (window as unknown as { happyDOM: { setURL(url: string): void } }).happyDOM.setURL('https://na.myconnectwise.net/v2025_1/ConnectWise.aspx');
  document.body.innerHTML = '';
  shell = addTicket(document, '1234567', jo);
  readings = [];
  clock = 0;
  watch = watchPage(document, (reading) => readings.push(reading), () => performance.now() + clock);
});
afterEach(() => {
  watch.stop();
  vi.useRealTimers();
});

const last = () => readings.at(-1);
/** Lets up to five seconds pass until this contact is offered. */
async function settled(contact: string): Promise<void> {
  for (let passed = 0; passed < 5000 && !isTicketOf(last(), contact); passed += 50) await vi.advanceTimersByTimeAsync(50);
  expect(last()).toEqual(named(contact));
}
function isTicketOf(reading: Reading | undefined, contact: string): boolean {
  return reading?.kind === 'ticket' && reading.contact.state === 'read' && reading.contact.value === contact;
}
const openNext = () => putNumber(shell, { number: '1234568', summary: 'Next' });

test('a ticket is settling first and offered once its fields are quiet', async () => {
  expect(last()).toEqual({ kind: 'settling', number: '1234567' });
  await settled('Jo Sample');
});

test('asked in the instant of a switch, it never answers with the old contact', async () => {
  await settled('Jo Sample');
  openNext();
  expect(watch.readNow()).toEqual({ kind: 'settling', number: '1234568' });
  setFields(shell, sam);
  expect(watch.readNow()).toEqual({ kind: 'settling', number: '1234568' });
  await settled('Sam Other');
  expect(readings.filter((reading) => reading.kind === 'ticket' && reading.number === '1234568')).toEqual([named('Sam Other')]);
});

test('a ticket that may have come and gone while the page was too busy to be looked at gives nobody its contact', async () => {
  await settled('Jo Sample');
  document.body.append(document.createElement('i'));
  await Promise.resolve(); // the observer speaks
  clock += 900; // the page is busy: 1234569 is opened and left
  openNext();
  setFields(shell, { company: 'Unseen', contact: 'Unseen Person', email: 'unseen@acme.example' });
  await vi.advanceTimersByTimeAsync(1500);
  setFields(shell, sam);
  await settled('Sam Other');
  expect(readings.filter((reading) => isTicketOf(reading, 'Unseen Person'))).toEqual([]);
});

test('a value that changes without any event or mutation is noticed', async () => {
  await settled('Jo Sample');
  setFields(shell, { contact: 'Joanna Sample' });
  await settled('Joanna Sample');
});

test.each([0, 30, 60, 90, 120, 150, 180])('late fields are offered as soon as they have been quiet, also %i ms into a look at the page', async (ms) => {
  await settled('Jo Sample');
  openNext();
  await vi.advanceTimersByTimeAsync(400 + ms);
  setFields(shell, sam);
  await vi.advanceTimersByTimeAsync(quietMs - 1);
  expect(last()).toEqual({ kind: 'settling', number: '1234568' });
  await vi.advanceTimersByTimeAsync(51);
  expect(last()).toEqual(named('Sam Other'));
});

test('fields that stay the same are offered when the next contact can no longer come', async () => {
  await settled('Jo Sample');
  openNext();
  await vi.advanceTimersByTimeAsync(staleMs + 199);
  expect(last()).toEqual({ kind: 'settling', number: '1234568' });
  await vi.advanceTimersByTimeAsync(2);
  expect(last()).toEqual(named('Jo Sample'));
});

test('a page that is slow to read is read less often while it settles', async () => {
  const find = document.querySelectorAll.bind(document);
  let spent = 0;
  const read = vi.spyOn(document, 'querySelectorAll').mockImplementation((selector: string) => {
    clock += 5;
    spent += 5;
    return find(selector);
  });
  openNext();
  await vi.advanceTimersByTimeAsync(300);
  spent = 0;
  await vi.advanceTimersByTimeAsync(2000);
  expect(last()?.kind).toBe('settling');
  expect(spent).toBeGreaterThan(0);
  expect(spent).toBeLessThanOrEqual(200);
  read.mockRestore();
});

test('a page that never stops mutating is still read', async () => {
  const noise = setInterval(() => document.body.append(document.createElement('i')), 5);
  try {
    await settled('Jo Sample');
  } finally {
    clearInterval(noise);
  }
});

test('nothing is read after it was stopped', async () => {
  watch.stop();
  const read = vi.spyOn(document, 'querySelectorAll');
  openNext();
  window.dispatchEvent(new Event('hashchange'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(read).not.toHaveBeenCalled();
  read.mockRestore();
});

test('stopped by what it reported, it reads nothing more', async () => {
  watch.stop();
  let looks = 0;
  const stopping = watchPage(document, () => {
    looks += 1;
    if (looks === 3) stopping.stop();
  });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(looks).toBe(3);
});

test('a reading that could not be shown does not end the reading', async () => {
  watch.stop();
  let looks = 0;
  const failing = watchPage(document, () => {
    looks += 1;
    if (looks === 3) throw new Error('not shown');
  });
  await expect(vi.advanceTimersByTimeAsync(1000)).rejects.toThrow('not shown');
  await vi.advanceTimersByTimeAsync(10_000);
  failing.stop();
  expect(looks).toBeGreaterThan(10);
});

test('the first ticket, left before its fields came, gives the next one nobody', async () => {
  watch.stop();
  document.body.innerHTML = '';
  shell = addTicket(document, '1234567', { company: '', contact: '', email: '' });
  watch = watchPage(document, (reading) => readings.push(reading));
  const label = shell.querySelector('.detailLabel')!.firstChild!;
  await vi.advanceTimersByTimeAsync(450);
  label.nodeValue = 'Service Board';
  await vi.advanceTimersByTimeAsync(300);
  setFields(shell, { company: 'Unseen', contact: 'Unseen Person', email: 'unseen@acme.example' });
  await vi.advanceTimersByTimeAsync(300);
  openNext();
  await vi.advanceTimersByTimeAsync(1900);
  setFields(shell, sam);
  await settled('Sam Other');
  expect(readings.filter((reading) => isTicketOf(reading, 'Unseen Person'))).toEqual([]);
});
