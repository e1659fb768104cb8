// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Panel } from '../../../components/panel';
import { localNow, tabId } from '../../support/gallery/samples';
import { states } from '../../support/gallery/states';

const text = () => document.body.textContent ?? '';
const field = () => screen.queryByRole<HTMLInputElement>('textbox', { name: 'Enter a ticket number' });

function show(name: string) {
  const [onEnterTicket, onLeaveTicket, onIntent] = [vi.fn(), vi.fn(), vi.fn()];
  render(<Panel snapshot={states[name]!} tabId={tabId} now={localNow} onIntent={onIntent} onOpenOptions={() => {}} onRetry={() => {}} onEnterTicket={onEnterTicket} onLeaveTicket={onLeaveTicket} />);
  return { onEnterTicket, onLeaveTicket, onIntent };
}

afterEach(cleanup);

describe('a number can be typed', () => {
  test.each(['no ticket', 'other screen', 'unsaved ticket', 'several tickets', 'several company pods', 'two ticket numbers', 'unknown page', 'no company pod', 'incomplete'])('%s', (name) => {
    show(name);
    expect(field()).not.toBeNull();
  });

  test.each(['settling', 'bad address', 'incomplete, no consent', 'not paired', 'unreachable', 'ready', 'live', 'typed, ready'])('not where it would be of no use: %s', (name) => {
    show(name);
    expect(field()).toBeNull();
  });

  test('by its digits, with or without the sign before it', () => {
    const { onEnterTicket } = show('no ticket');
    const open = () => screen.getByRole<HTMLButtonElement>('button', { name: 'OPEN TICKET' });
    for (const typed of ['', 'T1', '1234567890123', '12 34', '-5']) {
      fireEvent.input(field()!, { target: { value: typed } });
      expect(open().disabled).toBe(true);
    }
    fireEvent.input(field()!, { target: { value: ' #10482 ' } });
    fireEvent.submit(field()!.form!);
    expect(onEnterTicket.mock.calls).toEqual([['10482']]);
  });

  test('where the page names its ticket, that number stands there', () => {
    show('no company pod');
    expect(field()?.value).toBe('10482');
  });
});

describe('a ticket whose number was typed', () => {
  test('shows who the contact is by ConnectWise, and its presses are about that ticket', () => {
    const { onIntent } = show('typed, ready');
    expect(text()).toContain('You entered this ticket’s number.');
    for (const words of ['#10482', 'Jo Doe', 'From ConnectWise’s contact record']) expect(document.querySelector('.who')?.textContent).toContain(words);
    fireEvent.click(screen.getByRole('button', { name: 'SEND' }));
    expect(onIntent.mock.calls[0]![1]).toEqual({ ticketKey: '#10482', shown: { ticketNumber: '10482' } });
  });

  test('can be left, but not while something is under way on it', () => {
    const { onLeaveTicket } = show('typed, ready');
    fireEvent.click(screen.getByRole('button', { name: 'LEAVE THIS TICKET' }));
    expect(onLeaveTicket).toHaveBeenCalledTimes(1);
    cleanup();
    show('typed, live');
    expect(text()).toContain('You entered this ticket’s number.');
    expect(screen.queryByRole('button', { name: 'LEAVE THIS TICKET' })).toBeNull();
  });

  test.each([
    ['typed, not connected', 'Open a ticket page that can be read, or ask your administrator to connect the service.'],
    ['typed, unknown ticket', 'Check the number.'],
    ['typed, without contact', 'Choose the caller among the contacts of the company'],
    ['typed, ConnectWise unavailable', 'Ask your administrator to correct the connection.'],
  ])('%s: says what to do', (name, words) => {
    show(name);
    expect(text()).toContain(words);
    expect(screen.getByRole('button', { name: 'LEAVE THIS TICKET' })).toBeTruthy();
  });

  test('warns of no page that differs: there is none', () => {
    show('typed, live');
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
