// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { Panel } from '../../../components/panel';
import type { Snapshot } from '../../../utils/workflow/snapshot';
import { localNow, tabId } from '../../support/gallery/samples';
import { states } from '../../support/gallery/states';

function show(name: string) {
  const onIntent = vi.fn();
  render(<Panel snapshot={states[name] as Snapshot} tabId={tabId} now={localNow} onIntent={onIntent} onOpenOptions={() => {}} onRetry={() => {}} />);
  return onIntent;
}
const bySms = { name: 'send', method: 'sms', action: null, direction: 'inbound', check: 'code' };
const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });
const send = () => screen.getByRole<HTMLButtonElement>('button', { name: 'SEND' });
const askFor = (value: string) => fireEvent.change(screen.getByRole('combobox'), { target: { value } });
const intents = (onIntent: ReturnType<typeof show>) => onIntent.mock.calls.map(([intent]) => intent);

afterEach(cleanup);

test('both methods show their masked destination before SEND', () => {
  show('ready');
  expect(document.getElementById(radio('SMS').getAttribute('aria-describedby') ?? '')?.textContent).toBe('•••• 0199');
  expect(document.getElementById(radio('Email').getAttribute('aria-describedby') ?? '')?.textContent).toBe('j•••@a•••.example');
});

test('SEND sends by the chosen method, with what is being asked for', () => {
  const onIntent = show('ready');
  fireEvent.click(radio('Email'));
  askFor('mfa_reset');
  fireEvent.click(send());
  expect(intents(onIntent)).toEqual([{ ...bySms, method: 'email', action: 'mfa_reset' }]);
});

test('without a choice what is being asked for is left open', () => {
  const onIntent = show('ready');
  fireEvent.click(send());
  expect(intents(onIntent)).toEqual([bySms]);
});

test('a method that cannot be used says why and cannot be chosen', () => {
  show('ready, no mobile');
  expect(radio('SMS').disabled).toBe(true);
  expect(document.body.textContent).toContain('No mobile number on this account.');
  expect(radio('Email').checked).toBe(true);
});

test.each([
  ['ready, country not allowed', "to this number's country"],
  ['ready, changed recently', 'Changed less than 72 hours ago'],
  ['ready, SMS budget spent', "The day's budget for text messages is spent."],
])('%s: SMS says why, and e-mail is there', (name, words) => {
  show(name);
  expect(document.body.textContent).toContain(words);
  expect([radio('SMS').disabled, radio('Email').checked]).toEqual([true, true]);
});

test('when nothing more may be sent today, SEND is off and the reason stands there', () => {
  show('ready, day used up');
  expect(document.body.textContent).toContain('You have sent as many messages as you may in one day.');
  expect(send().disabled).toBe(true);
});

test('a limit of the day that is reached at SEND is named, with how long it holds, and nothing is switched silently', () => {
  show('ready after the spend limit');
  expect(screen.getByRole('alert').textContent).toContain("The day's budget for text messages is spent.");
  expect(screen.getByRole('alert').textContent).toContain('Possible again in 14 hours.');
  expect([radio('SMS').disabled, radio('Email').checked, send().disabled]).toEqual([true, false, true]);
});

test('where the policy requires it, SEND waits until it is said what is being asked for', () => {
  const onIntent = show('ready, required and typed');
  expect(send().disabled).toBe(true);
  expect(document.body.textContent).toContain('required');
  askFor('other');
  fireEvent.click(send());
  expect(intents(onIntent)).toEqual([{ ...bySms, action: 'other' }]);
});

test('asking for the mailbox rules out e-mail with the reason, and nothing is switched silently', () => {
  show('ready');
  fireEvent.click(radio('Email'));
  askFor('mailbox_access');
  expect(radio('Email').disabled).toBe(true);
  expect(document.body.textContent).toContain('a code by e-mail proves nothing');
  expect(radio('SMS').checked).toBe(false);
  expect(send().disabled).toBe(true);
});

test('a customer must be chosen, and the choice is passed on', () => {
  const onIntent = show('customer ambiguous');
  const go = () => screen.getByRole<HTMLButtonElement>('button', { name: 'CONTINUE' });
  expect(go().disabled).toBe(true);
  fireEvent.click(radio('Acme Holding'));
  fireEvent.click(go());
  expect(intents(onIntent)).toEqual([{ name: 'look_up', customerId: 'c2' }]);
});

test('a customer that was chosen can be chosen again', () => {
  const onIntent = show('ready, customer chosen');
  fireEvent.click(screen.getByRole('button', { name: 'Choose again' }));
  expect(intents(onIntent)).toEqual([{ name: 'look_up' }]);
});

test('after a refusal what was being asked for stands as it was chosen', () => {
  const onIntent = show('ready after a refusal');
  fireEvent.click(send());
  expect(intents(onIntent)).toEqual([{ ...bySms, action: 'mfa_reset' }]);
});

test('a refusal says when it is possible again', () => {
  show('ready after a refusal');
  expect(screen.getByRole('alert').textContent).toContain('Possible again in 14 seconds.');
});
