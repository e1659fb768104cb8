// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Panel } from '../../../components/panel';
import type { Snapshot } from '../../../utils/workflow/snapshot';
import * as gallery from '../../support/gallery/samples';
import { pageText, showPanel } from './show-panel';
import { states } from '../../support/gallery/states';

const { tabId, localNow, contact, key } = gallery;
const bySms = { method: 'sms', action: 'password_reset', direction: 'inbound', check: 'code' };
const target = { ticketKey: key, shown: { contact } };

function show(snapshot: Snapshot | undefined, now = localNow) {
  if (!snapshot) throw new Error('no such state');
  const onIntent = vi.fn();
  const onOpenOptions = vi.fn();
  const onRetry = vi.fn();
  const panel = (next: Snapshot, at: number) => <Panel snapshot={next} tabId={tabId} now={at} onIntent={onIntent} onOpenOptions={onOpenOptions} onRetry={onRetry} />;
  const { rerender, container } = render(panel(snapshot, now));
  return { onIntent, onOpenOptions, onRetry, container, again: (next: Snapshot, at = now) => rerender(panel(next, at)) };
}
const buttons = () => screen.getAllByRole('button').map((button) => button.textContent).filter((name) => name !== 'Settings');
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const press = (name: string) => fireEvent.click(button(name));
const heading = () => screen.getByRole('heading', { level: 1 }).textContent;
const text = () => document.body.textContent ?? '';

afterEach(cleanup);

test('links that were hidden come back with one press; otherwise nothing speaks of them', () => {
  const { onShowPods } = showPanel('links hidden');
  press('SHOW THE LINK IN TICKETS AGAIN');
  expect(onShowPods).toHaveBeenCalledOnce();
  cleanup();
  showPanel('ready');
  expect(screen.queryByRole('button', { name: 'SHOW THE LINK IN TICKETS AGAIN' })).toBeNull();
});

describe('each state says what is going on and offers exactly its buttons', () => {
  test.each<[string, string, string[]]>([
    ['no consent', 'Before you start', ['Read and agree']],
    ['not paired', 'Not signed in yet', ['Sign in']],
    ['signed out', 'You are signed out', ['Sign in']],
    ['unreachable', 'The service cannot be reached', ['TRY AGAIN', 'Open settings']],
    ['extension too old', 'This extension is too old', ['TRY AGAIN', 'Open settings']],
    ['service too old', 'The service is too old', ['TRY AGAIN', 'Open settings']],
    ['no ticket', 'No ticket in this tab', []],
    ['unknown page', 'No ticket in this tab', []],
    ['settling', 'Reading the ticket…', []],
    ['incomplete', 'The ticket is incomplete', []],
    ['bad address', 'The e-mail address mixes letters that only look alike.', []],
    ['looking up', 'Looking up the contact…', []],
    ['not found', 'No account for jo@acme.example', ['LOOK AGAIN']],
    ['customer ambiguous', 'Which customer?', ['CONTINUE']],
    ['company mismatch', 'The companies differ', ['LOOK AGAIN']],
    ['look-up failed', 'The service is not available right now.', ['LOOK AGAIN']],
    ['ready', 'Verify the caller', ['SEND']],
    ['reading the page', 'Checking the ticket once more…', []],
    ['sending', 'Sending the code…', []],
    ['send lost', 'It may not have been sent.', ['TRY AGAIN', 'CANCEL']],
    ['live, queued', 'Sending the code…', ['CANCEL']],
    ['live', 'Ask the caller to read their code', ['APPROVE', 'DENY', 'Resend in 12 s', 'More time', 'CANCEL']],
    ['typed', 'Ask the caller to read their code', ['CHECK', 'DENY', 'Resend in 12 s', 'More time', 'CANCEL']],
    ['not yours', 'Sam is verifying', []],
    ['approved', 'User Identity Successfully Verified', ['OK']],
    ['denied', 'Unable to Verify Identity', ['CANCEL']],
    ['denied, too many codes', 'Unable to Verify Identity', ['Send by Email instead', 'CANCEL']],
    ['expired', 'Verification Timed Out', ['SEND AGAIN', 'Send by Email instead', 'CANCEL']],
    ['live, provider busy', 'The provider is busy', ['Resend in 12 s', 'CANCEL']],
    ['failed', 'The code did not arrive', ['Send by Email instead', 'CANCEL']],
    ['failed, switched off', 'The code did not arrive', ['Send by Email instead', 'CANCEL']],
    ['failed, busy to the end', 'The code did not arrive', ['Send by SMS instead', 'CANCEL']],
    ['failed, nothing left', 'The code did not arrive', ['CANCEL']],
    ['cancelled', 'Verification cancelled', ['OK']],
  ])('%s', (name, title, offered) => {
    show(states[name]);
    expect(heading()).toBe(title);
    expect(screen.queryAllByRole('button').length ? buttons() : []).toEqual(offered);
  });
});

describe('the head of the panel', () => {
  test.each(['starting', 'no consent', 'not paired', 'signed out', 'unreachable', 'ready', 'live', 'approved'])('names ticket, contact, company and e-mail: %s', (name) => {
    show(states[name]);
    const head = document.querySelector('header')?.textContent;
    for (const part of ['#10482', 'Jo Doe', 'Acme Corporation', 'jo@acme.example']) expect(head).toContain(part);
  });

  test('a ticket without company and e-mail names both and says that sending is off', () => {
    show(states['incomplete']);
    expect(screen.getAllByRole('listitem').map((item) => item.textContent?.slice(0, 20))).toEqual(['Company is empty on t', 'E-mail was not found'].map((words) => words.slice(0, 20)));
    expect(text()).toContain('Sending is off');
  });

  test('what the page says is shown as text, never as markup', () => {
    const hostile = { ...contact, contact: '<img src=x onerror=alert(1)>' };
    const { container } = show(gallery.snapshotOf({ kind: 'ticket', contact: hostile }));
    expect(container.querySelector('img')).toBeNull();
    expect(text()).toContain('<img src=x');
  });

  test('settings and retry are one click away', () => {
    const { onOpenOptions, onRetry } = show(states['unreachable']);
    press('TRY AGAIN');
    press('Open settings');
    expect([onRetry.mock.calls.length, onOpenOptions.mock.calls.length]).toEqual([1, 1]);
  });
});

describe('wrong contact', () => {
  test('an offer for the contact that was there before is not shown for the new one', () => {
    const bob = { ...contact, contact: 'Bob Ray', email: 'bob@acme.example' };
    show(gallery.snapshotOf({ kind: 'ticket', contact: bob }, { name: 'ready', about: gallery.about, options: gallery.options }));
    expect(screen.queryByRole('button', { name: 'SEND' })).toBeNull();
    expect(heading()).toBe('Looking up the contact…');
  });

  test('while one contact is verified and the page shows another, the panel warns and names both', () => {
    show(states['live, page differs']);
    const warning = screen.getAllByRole('alert')[0]?.textContent;
    expect(warning).toContain('Bob Ray');
    expect(warning).toContain('Jo Doe');
  });

  test('nothing can be sent while the fields settle, but a running verification stays', () => {
    const settling = { kind: 'settling', host: contact.ticket.host, number: contact.ticket.number } as const;
    const { again } = show(gallery.snapshotOf(settling, { name: 'ready', about: gallery.about, options: gallery.options }));
    expect(screen.queryByRole('button', { name: 'SEND' })).toBeNull();
    again(gallery.snapshotOf(settling, gallery.live()));
    expect(button('APPROVE')).toBeTruthy();
  });
});

describe('every press is passed on with what was in front of the technician', () => {
  test.each([
    ['live', 'APPROVE', { name: 'approve' }],
    ['live', 'DENY', { name: 'deny' }],
    ['live', 'More time', { name: 'more_time' }],
    ['live', 'CANCEL', { name: 'cancel' }],
    ['live, e-mail delivered', 'Resend', { name: 'resend' }],
    ['send lost', 'TRY AGAIN', { name: 'send_again' }],
    ['send lost', 'CANCEL', { name: 'give_up' }],
    ['approved', 'OK', { name: 'finish' }],
    ['denied', 'CANCEL', { name: 'finish' }],
    ['expired', 'SEND AGAIN', { name: 'send', ...bySms }],
    ['failed', 'Send by Email instead', { name: 'send', ...bySms, method: 'email' }],
    ['not found', 'LOOK AGAIN', { name: 'look_up' }],
  ])('%s: %s', (state, name, intent) => {
    const { onIntent } = show(states[state]);
    press(name);
    expect(onIntent.mock.calls).toEqual([[intent, target]]);
  });

  test('two clicks at once are one press', () => {
    const { onIntent } = show(states['live']);
    press('APPROVE');
    press('APPROVE');
    expect(onIntent).toHaveBeenCalledTimes(1);
  });

  test('the second click of a double click does not hit what has taken the first button’s place', () => {
    const { onIntent } = show(states['live']);
    fireEvent.click(button('APPROVE'), { detail: 2 });
    expect(onIntent).not.toHaveBeenCalled();
  });

  test('while a decision is under way no button does anything', () => {
    const { onIntent } = show(states['live, approving']);
    for (const name of ['APPROVE', 'DENY', 'CANCEL']) press(name);
    expect(onIntent).not.toHaveBeenCalled();
    expect(button('APPROVE').getAttribute('aria-busy')).toBe('true');
  });
});

test('the heading takes the focus when the state changes, and not before', () => {
  const { again } = show(states['sending']);
  expect(document.activeElement?.tagName).not.toBe('H1');
  again(states['live'] as Snapshot);
  expect(document.activeElement?.textContent).toBe('Ask the caller to read their code');
});

describe('an address that the browser does not let us read', () => {
  test('is named where the tab is unknown, with the way to the settings', () => {
    const { onOpenOptions } = show(states['all addresses withdrawn']);
    expect(screen.getByRole('alert').textContent).toMatch(/does not let Countersign read the ConnectWise cloud and cw\.acme\.example.*settings/);
    press('Open settings');
    expect(onOpenOptions).toHaveBeenCalledTimes(1);
  });

  test('is no matter where a ticket is read', () => {
    const withdrawn = states['all addresses withdrawn'];
    show({ ...withdrawn!, tabs: states['ready']!.tabs, flows: states['ready']!.flows });
    expect(text()).not.toContain('does not let');
    expect(button('SEND')).toBeDefined();
  });

  test('none of them: the panel says how a server of one’s own is added', () => {
    show(states['unknown page']);
    expect(text()).toContain('add its address in the settings');
  });
});

test('while a popped-out ticket rules, the panel says so, and one press returns to its own window’s', () => {
  const { again, onShowOwn } = showPanel('popped out');
  expect(pageText()).toContain('This ticket is in a window of its own.');
  fireEvent.click(screen.getByRole('button', { name: 'SHOW THIS WINDOW’S TICKET' }));
  expect(onShowOwn).toHaveBeenCalledOnce();
  again('ready');
  expect(pageText()).not.toContain('window of its own');
});
