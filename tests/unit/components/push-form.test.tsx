// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { formatAgo } from '../../../components/clock';
import { pageText, showPanel } from './show-panel';

const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });
const toggle = (name: string) => screen.getByRole<HTMLInputElement>('switch', { name });
const withCode = 'Send Verification Code';
const withNumber = 'Read a Number to the Caller';
const send = (name = 'SEND VERIFICATION') => fireEvent.click(screen.getByRole('button', { name }));
const aboutPush = () => document.getElementById('method-push-about')?.textContent;
const byPush = { name: 'send', method: 'push', action: null, direction: 'inbound', check: 'none' };

afterEach(cleanup);

describe('the phone app, before SEND', () => {
  test('is chosen first, and says which phone and when it was last seen', () => {
    const { intents } = showPanel('ready, push');
    expect(radio('Push').checked).toBe(true);
    expect(aboutPush()).toBe('Jo’s PixelLast seen 3 min ago');
    send();
    expect(intents()).toEqual([byPush]);
  });

  test('never seen is said so', () => {
    showPanel('ready, push never seen');
    expect(aboutPush()).toBe('2 phonesNot seen since it was added');
  });

  test('how long ago never sounds longer than it was', () => {
    expect([-5_000, 59_999, 60_000, 3_599_999, 7_200_000, 86_400_000, 250_000_000].map(formatAgo)).toEqual(['just now', 'just now', '1 min ago', '59 min ago', '2 h ago', '1 day ago', '2 days ago']);
  });

  test.each([
    ['ready', 'No phone app on this account.'],
    ['ready, notifications off', 'They can turn them on in the app.'],
    ['ready, push blocked', 'Only an administrator can allow it again.'],
    ['ready, push unanswered', 'or wait ten minutes.'],
  ])('%s: it cannot be chosen, the reason and the next step stand there, and the next method is chosen', (name, words) => {
    showPanel(name);
    expect([radio('Push').disabled, radio('SMS').checked]).toEqual([true, true]);
    expect(aboutPush()).toContain(words);
    expect(screen.queryByRole('switch')).toBeNull();
  });

  test.each([
    ['ready, notifications off', 'a text message with a code will be sent instead.'],
    ['ready, notifications off and no mobile', 'an e-mail with a code will be sent instead.'],
  ])('%s: what goes out instead is said before SEND', (name, words) => {
    showPanel(name);
    expect(pageText()).toContain(`The phone app takes no notifications now: ${words}`);
  });

  test('what goes out instead follows the choice, and is not said where the phone app is no way at all', () => {
    const { again } = showPanel('ready, notifications off');
    fireEvent.click(radio('Email'));
    expect(pageText()).toContain('an e-mail with a code will be sent instead.');
    again('ready, push blocked');
    expect(pageText()).not.toContain('will be sent instead');
  });
});

describe('what the push asks for', () => {
  test('is nothing, a code or a number, and never both', () => {
    const { intents } = showPanel('ready, push');
    fireEvent.click(toggle(withCode));
    send();
    fireEvent.click(toggle(withNumber));
    expect([toggle(withCode).checked, toggle(withNumber).checked]).toEqual([false, true]);
    expect(pageText()).toContain('You read out a number');
    fireEvent.click(toggle(withNumber));
    expect(pageText()).toContain('Nothing is compared.');
    expect(intents()).toEqual([{ ...byPush, check: 'code' }]);
  });

  test('is forgotten for another method: a text message always carries a code', async () => {
    const { intents } = showPanel('ready, push and number');
    fireEvent.click(radio('SMS'));
    expect(screen.queryByRole('switch')).toBeNull();
    send('SEND');
    expect(intents()).toEqual([{ name: 'send', method: 'sms', action: 'mfa_reset', direction: 'outbound', check: 'code' }]);
  });

  test('stands as it was chosen after a refusal, with who called', () => {
    const { intents } = showPanel('ready, push and number');
    send();
    expect(intents()).toEqual([{ ...byPush, action: 'mfa_reset', direction: 'outbound', check: 'number' }]);
  });

  test('says whether the technician compares the code or types it', () => {
    const { again } = showPanel('ready, push and code');
    expect(pageText()).toContain('You compare it with yours.');
    again('ready, push and typed code');
    expect(pageText()).toContain('You type what the caller reads');
  });
});

test('they called us, unless the technician says otherwise', () => {
  const { intents } = showPanel('ready, push');
  expect(radio('They called us').checked).toBe(true);
  fireEvent.click(radio('We called them'));
  send();
  expect(intents()).toEqual([{ ...byPush, direction: 'outbound' }]);
});

test('a ticket on which somebody said "I did not ask for this" says so at once, and what to do', () => {
  showPanel('ready, flagged');
  const alert = screen.getByRole('alert').textContent;
  expect(alert).toContain('Somebody said “I did not ask for this” on this ticket');
  expect(alert).toContain('tell your administrator');
});
