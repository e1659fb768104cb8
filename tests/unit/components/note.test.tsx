// @vitest-environment happy-dom
import { cleanup, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { showPanel } from './show-panel';

afterEach(cleanup);

describe('the ticket note of a result', () => {
  test.each([
    ['note waiting', 'A note is being written on the ticket.'],
    ['note written', 'A note was written on the ticket.'],
    ['note failed', 'The note is not on the ticket yet: ConnectWise asks to wait. It is tried again by itself.'],
    ['note given up', 'No note was written on the ticket: ConnectWise does not allow it to the service. Write it yourself, with the receipt. Ask your administrator to correct the connection.'],
  ])('%s', (name, words) => {
    showPanel(name);
    expect(document.querySelector('.note')?.textContent).toBe(words);
    expect(document.querySelector('.note')?.getAttribute('role')).toBe('status');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'OK' }).disabled).toBe(false);
  });

  test('none is wanted: nothing is said', () => {
    showPanel('approved');
    expect(document.querySelector('.note')?.textContent).toBe('');
  });
});
