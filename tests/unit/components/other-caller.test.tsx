// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { pageText, showPanel } from './show-panel';

const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const radio = (name: string) => screen.getByRole<HTMLInputElement>('radio', { name });
const notThis = 'The caller is not this contact';

afterEach(cleanup);

test('is offered only where ConnectWise’s record is known', () => {
  const { again } = showPanel('ready');
  expect(screen.queryByRole('button', { name: notThis })).toBeNull();
  again('record, ready');
  expect(button(notThis)).toBeTruthy();
});

test.each(['record, no account', 'record, company mismatch', 'poisoned, no account', 'match differs'])('%s: another contact may be the caller, since ConnectWise knows them', (name) => {
  const { intents } = showPanel(name);
  fireEvent.click(button('Choose the caller'));
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name or address of the caller' });
  fireEvent.input(field, { target: { value: 'roe' } });
  fireEvent.submit(field.form!);
  expect(intents()).toEqual([{ name: 'search', text: 'roe' }]);
});

test.each(['not found', 'company mismatch', 'other site, no account', 'typed, not connected'])('%s: nobody can be searched for', (name) => {
  showPanel(name);
  expect(screen.queryByRole('button', { name: 'Choose the caller' })).toBeNull();
});

test('opens a search with the cursor in it, and passes on what was typed', () => {
  const { intents } = showPanel('record, ready');
  fireEvent.click(button(notThis));
  const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Name or address of the caller' });
  expect(document.activeElement).toBe(field);
  expect(button('SEARCH').disabled).toBe(true);
  fireEvent.input(field, { target: { value: ' roe ' } });
  fireEvent.submit(field.form!);
  expect(intents()).toEqual([{ name: 'search', text: 'roe' }]);
  expect(button(notThis).getAttribute('aria-expanded')).toBe('true');
  fireEvent.click(button(notThis));
  expect([button(notThis).getAttribute('aria-expanded'), screen.queryByRole('textbox')]).toEqual(['false', null]);
});

test('while it is searched the button rests', () => {
  showPanel('caller, searching');
  expect(button('SEARCH').getAttribute('aria-busy')).toBe('true');
});

test('what was found is announced, with masked addresses; who has no account cannot be chosen', () => {
  showPanel('caller, found');
  expect(screen.getByText('3 at Acme Corporation').closest('[role="status"]')).not.toBeNull();
  expect(document.getElementById(radio('Sam Roe').getAttribute('aria-describedby')!)?.textContent).toBe('s•••@a•••.example');
  expect([radio('Sam Roe').disabled, radio('Pat Roe').disabled]).toEqual([false, true]);
  expect(document.getElementById(radio('Pat Roe').getAttribute('aria-describedby')!)?.textContent).toContain('No account.');
});

test('more than is shown is said', () => {
  showPanel('caller, more than shown');
  expect(pageText()).toContain('The first 3 at Acme Corporation. There are more: type more of the name.');
});

test('nobody found: No Matches Found, and what to try', () => {
  showPanel('caller, none found');
  expect(pageText()).toContain('No Matches Found at Acme Corporation. Try less of the name');
});

test('a search that failed says why', () => {
  showPanel('caller, search failed');
  expect(screen.getByRole('alert').textContent).toContain('ConnectWise refuses the service’s keys. Ask your administrator');
});

test('choosing needs a reason', () => {
  const { intents } = showPanel('caller, found');
  expect(screen.queryByRole('button', { name: 'CHOOSE THIS CONTACT' })).toBeNull();
  fireEvent.click(radio('Sam Roe'));
  expect(button('CHOOSE THIS CONTACT').disabled).toBe(true);
  const reason = screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Why is it another caller/ });
  expect([reason.required, reason.maxLength]).toEqual([true, 200]);
  fireEvent.input(reason, { target: { value: 'Jo is on leave' } });
  fireEvent.click(button('CHOOSE THIS CONTACT'));
  expect(intents()).toEqual([{ name: 'choose_caller', contactId: 8, reason: 'Jo is on leave' }]);
});

test('who was chosen is the one who is verified, said to be no contact of the ticket, with the way back', () => {
  const { intents } = showPanel('caller, chosen');
  const head = document.querySelector('.who')?.textContent;
  for (const words of ['Sam Roe', 's•••@a•••.example', 'Not the ticket’s contact: your choice, recorded.']) expect(head).toContain(words);
  fireEvent.click(button('BACK TO THE TICKET’S CONTACT'));
  expect(intents()).toEqual([{ name: 'ticket_contact' }]);
});

test('nobody else’s name stands there while the chosen one is looked up', () => {
  showPanel('caller, looking up');
  expect(pageText()).not.toContain('Jo Doe');
});

test('who has no account after all: the way back is there', () => {
  showPanel('caller, no account');
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('No account for this contact');
  expect(pageText()).not.toContain('Jo Doe');
  expect([button('BACK TO THE TICKET’S CONTACT'), button('Choose the caller')]).toEqual([expect.anything(), expect.anything()]);
});

test('a ticket without a contact: the caller can be chosen', () => {
  showPanel('ticket without contact');
  expect(pageText()).toContain('Choose the caller among the contacts of the company');
  fireEvent.click(button('Choose the caller'));
  expect(screen.getByRole('textbox', { name: 'Name or address of the caller' })).toBeTruthy();
});

test('a page that changes during the verification names the caller, not the ticket’s contact', () => {
  showPanel('caller, live, page differs');
  expect(screen.getAllByRole('alert')[0]?.textContent).toContain('This verification is for Sam Roe (s•••@a•••.example, Acme Corporation) only.');
});
