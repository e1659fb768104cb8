// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { localNow, tabId } from '../../support/gallery/samples';
import { states } from '../../support/gallery/states';
import { needsClock, sceneOf } from '../../../components/scene';
import { pageText, showPanel } from './show-panel';

afterEach(cleanup);
const minutes = (count: number) => localNow + count * 60_000;

test('the ready form says first who verified the caller, how, when, how much longer it counts and for what; SEND stays possible', () => {
  const { container, intents } = showPanel('verified, ready');
  expect(container.querySelector('.notice.good')?.textContent).toBe('Verified 3 min ago by Alex, SMS, 12 min left, for password reset. For anything else, verify again.');
  fireEvent.click(screen.getByRole('button', { name: 'SEND' }));
  expect(intents()).toMatchObject([{ name: 'send' }]);
});

test('it grows older by itself, vanishes when its time is over, and the technician’s hours-off clock changes nothing', () => {
  const { again } = showPanel('verified, ready');
  again('verified, ready', minutes(11));
  expect(pageText()).toContain('Verified 14 min ago by Alex, SMS, 1 min left');
  again('verified, ready', minutes(11.5));
  expect(pageText()).not.toContain('Verified');
  expect(screen.getByRole('button', { name: 'SEND' })).toBeDefined();
});

test('where no request was named it claims none', () => {
  showPanel('verified, ready, no request');
  expect(document.querySelector('.notice.good')?.textContent?.trim()).toBe('Verified 3 min ago by Alexandra Konstantinopoulou, Push + number, 1 min left.');
});

test('a result says how much longer it counts, and when it counts no more', () => {
  const { again } = showPanel('approved');
  expect(pageText()).toContain('15 min left, for this contact on this ticket only.');
  again('approved', minutes(14.5));
  expect(pageText()).toContain('1 min left');
  again('approved', minutes(15));
  expect(pageText()).toContain('Its time is over: verify again before you do anything.');
});

test.each([
  ['approved, taken back', 'Somebody has said no since, or reported it.'],
  ['approved, reported since', 'Somebody said “I did not ask for this” on this ticket'],
])('%s: the result says that it counts no more, and what to do; nobody is invited', (name, words) => {
  const { again, intents } = showPanel('approved');
  again(name);
  expect(document.activeElement?.textContent).toBe('This success no longer counts');
  expect(screen.getByRole('alert').textContent).toContain(words);
  expect(pageText()).not.toMatch(/min left|Successfully|Invite/);
  fireEvent.click(screen.getByRole('button', { name: 'OK' }));
  expect(intents()).toEqual([{ name: 'finish' }]);
});

test.each(['denied', 'expired', 'failed', 'cancelled', 'ready', 'live'])('%s: nothing counts', (name) => {
  showPanel(name);
  expect(pageText()).not.toMatch(/min left|Verified/);
});

test.each(['verified, ready', 'approved'])('%s: the panel has a clock', (name) => {
  expect(needsClock(sceneOf(states[name]!, tabId))).toBe(true);
});

test('the phone was last seen by the service’s clock, not by the technician’s', () => {
  showPanel('ready, push');
  expect(pageText()).toContain('Last seen 3 min ago');
});
