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
