// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { showPanel } from './show-panel';

const bySms = { method: 'sms', action: 'password_reset', direction: 'inbound', check: 'code' };
const buttons = () => screen.getAllByRole('button').map((button) => button.textContent).filter((name) => name !== 'Settings');

afterEach(cleanup);

test.each<[string, string, string[]]>([
  ['ready, push', 'Verify the caller', ['SEND VERIFICATION']],
  ['ready, notifications off', 'Verify the caller', ['SEND']],
  ['push, queued', 'Waiting for approval', ['DENY', 'CANCEL']],
  ['push', 'Waiting for approval', ['DENY', 'CANCEL']],
  ['push, provider busy', 'The provider is busy', ['DENY', 'CANCEL']],
  ['push and number', 'Waiting for approval', ['DENY', 'CANCEL']],
  ['push and code, waiting', 'Waiting for approval', ['DENY', 'CANCEL']],
  ['push and code, compare', 'Waiting for approval', ['APPROVE', 'DENY', 'More time', 'CANCEL']],
  ['push and code, typed', 'Waiting for approval', ['CHECK', 'DENY', 'More time', 'CANCEL']],
  ['push, not yours', 'Sam is verifying', []],
  ['push approved', 'User Identity Successfully Verified', ['OK']],
  ['push denied', 'Unable to Verify Identity', ['CANCEL']],
  ['push not asked for', 'Unable to Verify Identity', ['CANCEL']],
  ['push, too many numbers', 'Unable to Verify Identity', ['Send by SMS instead', 'Send by Email instead', 'CANCEL']],
  ['push expired', 'Verification Timed Out', ['SEND AGAIN', 'Send by SMS instead', 'Send by Email instead', 'CANCEL']],
  ['push expired, nothing left', 'Verification Timed Out', ['CANCEL']],
  ['push failed', 'The push did not arrive', ['Send by SMS instead', 'Send by Email instead', 'CANCEL']],
  ['may invite', 'User Identity Successfully Verified', ['OK', 'Invite to the phone app']],
  ['invited', 'User Identity Successfully Verified', ['OK']],
  ['invitation refused', 'User Identity Successfully Verified', ['OK', 'Invite to the phone app']],
])('%s: says what is going on and offers exactly its buttons', (name, title, offered) => {
  showPanel(name);
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(title);
  expect(buttons()).toEqual(offered);
});

test.each([
  ['push', 'DENY', { name: 'deny' }],
  ['push', 'CANCEL', { name: 'cancel' }],
  ['push and code, compare', 'APPROVE', { name: 'approve' }],
  ['push expired', 'SEND AGAIN', { name: 'send', ...bySms, method: 'push', direction: 'outbound', check: 'number' }],
  ['push failed', 'Send by SMS instead', { name: 'send', ...bySms }],
  ['may invite', 'Invite to the phone app', { name: 'invite' }],
  ['invitation lost', 'Invite to the phone app', { name: 'invite' }],
])('%s: %s is passed on as it is', (state, name, intent) => {
  const { intents } = showPanel(state);
  fireEvent.click(screen.getByRole('button', { name }));
  expect(intents()).toEqual([intent]);
});
