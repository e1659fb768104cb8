// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import { Pod } from '../../../components/pod/Pod';

afterEach(cleanup);

test('the link has exactly the name that technicians know, and opens', () => {
  const open = vi.fn();
  render(<Pod status="none" onOpen={open} />);
  screen.getByRole('link', { name: 'Identity Verification' }).click();
  expect(open).toHaveBeenCalledOnce();
});

test.each([
  ['none', 'Not verified yet'],
  ['waiting', 'Waiting'],
  ['verified', 'Verified'],
  ['not_verified', 'Not verified'],
] as const)('the status %s reads %j and nothing more', (status, words) => {
  const { container } = render(<Pod status={status} onOpen={() => {}} />);
  expect(screen.getByRole('status').textContent).toBe(words);
  expect(container.textContent).toBe(`Identity Verification${words}`);
});

test('a success says how, how long ago and how much longer it counts; only the word is announced, not the minutes', () => {
  const { container, rerender } = render(<Pod status="verified" verified={{ method: 'push', check: 'typed', agoMs: 210_000, leftMs: 690_000 }} onOpen={() => {}} />);
  expect(container.textContent).toBe('Identity VerificationVerified 3 min ago, Push + code, 12 min left');
  expect(screen.getByRole('status').textContent).toBe('Verified');
  expect(container.querySelector('.pod-wide')?.textContent).toBe(' 3 min ago');
  expect(container.querySelector('.pod-wider')?.textContent).toBe(', Push + code');
  rerender(<Pod status="none" onOpen={() => {}} />);
  expect(container.textContent).toBe('Identity VerificationNot verified yet');
});
