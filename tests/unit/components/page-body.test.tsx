// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Copied } from '../../../components/diagnostics';
import { Panel } from '../../../components/panel';
import { fieldProblems, notTicketReasons } from '../../../utils/workflow/snapshot';
import { localNow, snapshotOf, tabId } from '../../support/gallery/samples';
import { states } from '../../support/gallery/states';

const place = { host: 'na.myconnectwise.net', number: '10482' };

function show(snapshot = states['no company pod'], outcome: Copied = { state: 'copied' }) {
  if (!snapshot) throw new Error('no such state');
  const onDiagnostics = vi.fn(async () => outcome);
  render(<Panel snapshot={snapshot} tabId={tabId} now={localNow} onIntent={() => {}} onOpenOptions={() => {}} onRetry={() => {}} onDiagnostics={onDiagnostics} />);
  return { onDiagnostics };
}
const heading = () => screen.getByRole('heading', { level: 1 }).textContent;
const text = () => document.querySelector('main')?.textContent ?? '';
const button = () => screen.queryByRole('button', { name: 'COPY DIAGNOSTICS' });

afterEach(cleanup);

describe('a page that is not read says why, and what to do', () => {
  test.each([
    ['no_banner', 'No ticket in this tab', 'Open one service ticket'],
    ['other_screen', 'This screen is no service ticket', 'Open one service ticket'],
    ['no_number', 'Save the ticket first', 'It has no number yet.'],
    ['several_tickets', 'Several tickets are open here', 'Close the others'],
    ['several_pods', 'The ticket shows two company pods', 'Reload the page'],
    ['numbers_differ', 'The ticket is changing', 'This passes by itself'],
  ] as const)('%s', (why, title, next) => {
    show(snapshotOf({ kind: 'not_ticket', why }));
    expect(heading()).toBe(title);
    expect(text()).toContain(next);
  });

  test('each reason in words of its own', () => {
    const seen = notTicketReasons.map((why) => {
      cleanup();
      show(snapshotOf({ kind: 'not_ticket', why }));
      return heading();
    });
    expect(new Set(seen).size).toBe(notTicketReasons.length);
  });

  test.each(fieldProblems)('a field that is %s is named', (problem) => {
    show(snapshotOf({ kind: 'incomplete', ...place, fields: { company: 'Acme', contact: 'Jo' }, missing: [{ field: 'email', problem }] }));
    expect(text()).toMatch(/e-mail/i);
    expect(text()).toContain('Sending is off');
  });

  test('a layout without the company pod is told from a field that is missing', () => {
    show();
    expect(heading()).toBe('The company pod is not on the page');
    expect(text()).toContain('Add the company pod to your layout');
  });
});

describe('diagnostics are offered where ConnectWise may have changed its page', () => {
  test.each([
    ['no company pod', true],
    ['incomplete', true],
    ['no ticket', true],
    ['other screen', true],
    ['unsaved ticket', false],
    ['several tickets', false],
    ['fields that differ', false],
    ['bad address', false],
    ['ready', false],
  ])('%s: %s', (name, offered) => {
    show(states[name]);
    expect(button() !== null).toBe(offered);
  });

  test('and copied with one press, which says so', async () => {
    const { onDiagnostics } = show();
    fireEvent.click(button()!);
    await screen.findByText('Copied.');
    expect(onDiagnostics).toHaveBeenCalledTimes(1);
  });

  test('what the browser does not let us copy is shown to be selected', async () => {
    show(states['no company pod'], { state: 'not_copied', text: 'cloud, build v2025_1' });
    fireEvent.click(button()!);
    expect((await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'Diagnostics' })).value).toBe('cloud, build v2025_1');
  });

  test('a page that does not answer is said to be', async () => {
    show(states['no company pod'], { state: 'no_answer' });
    fireEvent.click(button()!);
    await screen.findByText(/does not answer/);
  });
});
