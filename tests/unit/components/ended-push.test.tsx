// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { pageText, showPanel } from './show-panel';

const assurance = () => screen.getByRole('region', { name: 'What this proves' }).textContent;
const instead = () => screen.queryAllByRole('button', { name: /instead|AGAIN/ }).map((button) => button.textContent);

afterEach(cleanup);

describe('why it ended', () => {
  test.each([
    ['push denied', 'They pressed Deny on the phone.'],
    ['push, too many numbers', 'Too many wrong numbers.'],
    ['push and code, phone removed', 'The phone that approved was removed from the account before the code was checked'],
    ['push expired', 'Nobody approved on the phone in time.'],
    ['push and code expired', 'The code has run out'],
    ['push failed', 'No phone of this account takes notifications any more.'],
    ['push cancelled', 'The request on the phone is worth nothing now.'],
  ])('%s', (name, words) => {
    showPanel(name);
    expect(pageText()).toContain(words);
  });

  test('"I did not ask for this" is an alarm, and nothing else is offered', () => {
    showPanel('push not asked for');
    const alarm = screen.getByRole('alert').textContent;
    expect(alarm).toContain('The person says that they did not ask for this.');
    expect(alarm).toContain('Treat the call as an attack');
    expect(instead()).toEqual([]);
  });

  test.each(['push denied', 'push and code, phone removed'])('%s: nothing else is offered', (name) => {
    showPanel(name);
    expect(instead()).toEqual([]);
  });

  test('where nothing is left after a timeout, each method says why', () => {
    showPanel('push expired, nothing left');
    for (const words of ['Push: Several requests stayed unanswered.', 'SMS: Not set up', 'Email: Not for this request']) expect(pageText()).toContain(words);
  });
});

describe('what a push proved, and what it did not', () => {
  test.each<[string, string[], string[]]>([
    ['push approved', ['with a key that does not leave it', 'asked for no fingerprint', 'nothing was compared', 'talks the real person into pressing Approve'], ['The service compared', 'six digits']],
    ['push approved, new phone', ['unlocked for it with fingerprint, face or PIN', 'added less than 72 hours ago'], ['asked for no fingerprint']],
    ['push and code approved', ['the code that the phone showed after Approve', 'compared the codes by eye', 'relays the code from the real person'], ['nothing was compared', 'The service compared']],
    ['push and number approved', ['the number that you read out; the service compared it', 'relays the number to the real person'], ['by eye', 'nothing was compared']],
  ])('%s', (name, said, unsaid) => {
    showPanel(name);
    for (const words of said) expect(assurance()).toContain(words);
    for (const words of unsaid) expect(assurance()).not.toContain(words);
  });

  test.each([
    ['push approved', 'Push to Jo’s Pixel'],
    ['push and code approved', 'Push + code to Jo’s Pixel'],
    ['push and number approved', 'Push + number to Jo’s Pixel'],
  ])('%s: the method is named with what decided', (name, words) => {
    showPanel(name);
    expect(pageText()).toContain(words);
  });
});

describe('an invitation to the phone app', () => {
  test('says where the link went and where the code will go', () => {
    showPanel('invited');
    expect(pageText()).toContain('Link sent to j•••@a•••.example, the code goes to •••• 0199 when they open it.');
  });

  test('on its way, the button rests', () => {
    const { intents } = showPanel('inviting');
    const button = screen.getByRole('button', { name: 'Invite to the phone app' });
    button.click();
    expect(button.getAttribute('aria-busy')).toBe('true');
    expect(intents()).toEqual([]);
  });

  test('refused, says why and what to do', () => {
    showPanel('invitation refused');
    expect(screen.getByRole('alert').textContent).toContain('The account has no mobile number that text messages may go to');
  });

  test('without an answer may have been sent', () => {
    showPanel('invitation lost');
    expect(pageText()).toContain('The link may have been sent. Ask whether it arrived; otherwise invite again.');
  });
});
