// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { formatCountdown, remaining } from '../../../components/clock';
import { Panel } from '../../../components/panel';
import type { Flow } from '../../../utils/workflow/state';
import { endedFlow, live, localNow, onTicket, serviceNow, snapshotOf, tabId, verification } from '../../support/gallery/samples';

function show(flow: Flow, now = localNow) {
  const onIntent = vi.fn();
  const panel = (next: Flow, at: number) => <Panel snapshot={snapshotOf(onTicket, next)} tabId={tabId} now={at} onIntent={onIntent} onOpenOptions={() => {}} onRetry={() => {}} />;
  const { rerender, container } = render(panel(flow, now));
  return { onIntent, container, again: (next: Flow, at = now) => rerender(panel(next, at)) };
}
const timer = () => screen.getByRole('timer').textContent;
const text = () => document.body.textContent ?? '';

afterEach(cleanup);

describe('the countdown', () => {
  test('follows the service’s clock while the local one is hours off', () => {
    const { again } = show(live());
    expect(timer()).toBe('4:32 left');
    again(live(), localNow + 12_000);
    expect(timer()).toBe('4:20 left');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Resend' }).disabled).toBe(false);
  });

  test('never runs below zero and does not decide that it is over', () => {
    show(live(), localNow + 3_600_000);
    expect(timer()).toContain('0:00');
    expect(screen.getByRole('button', { name: 'APPROVE' })).toBeTruthy();
  });

  test('a local clock that jumps back gives no more time than the service did', () => {
    expect(remaining({ verification: verification(), receivedAt: localNow }, serviceNow + 60_000, localNow - 9_000)).toBe(60_000);
  });

  test('shows 0:00 only when it is over', () => {
    expect([60_000, 59_001, 1, 0].map(formatCountdown)).toEqual(['1:00', '1:00', '0:01', '0:00']);
  });

  test('has not begun while the message has not been handed over', () => {
    show(live({ delivery: { state: 'sending', reason: null }, expiresAt: null }));
    expect(screen.queryByRole('timer')).toBeNull();
  });
});

describe('the code', () => {
  test('stands in the panel in two groups of three for its own technician', () => {
    const { container } = show(live());
    expect(container.querySelector('[data-code]')?.textContent).toBe('493 201');
  });

  test.each<[string, Flow]>([
    ['typed', live({ codeCheck: 'typed' })],
    ['not yours', live({ yours: false })],
    ['not handed over yet', live({ delivery: { state: 'queued', reason: null } })],
    ['ended', endedFlow({ status: 'approved', code: '493201' })],
  ])('is not shown when %s, even if it were there', (_name, flow) => {
    show(flow);
    expect(text().replace(/\s/g, '')).not.toContain('493201');
  });
});

describe('a typed code', () => {
  const typed = (changes = {}) => live({ codeCheck: 'typed', code: null, ...changes });
  const input = () => screen.getByRole<HTMLInputElement>('textbox', { name: 'Code the caller reads' });
  const check = () => screen.getByRole<HTMLButtonElement>('button', { name: 'CHECK' });

  test('is passed on as six digits, however it was typed', () => {
    const { onIntent } = show(typed());
    expect(check().disabled).toBe(true);
    fireEvent.input(input(), { target: { value: '493 201' } });
    fireEvent.click(check());
    expect(onIntent.mock.calls[0]?.[0]).toEqual({ name: 'try_code', code: '493201' });
  });

  test('that is too short goes nowhere', () => {
    const { onIntent } = show(typed());
    fireEvent.input(input(), { target: { value: '49320' } });
    fireEvent.click(check());
    fireEvent.submit(input().closest('form') as HTMLFormElement);
    expect(onIntent).not.toHaveBeenCalled();
  });

  test('that was wrong empties the field, says so, and counts the tries left', () => {
    const { again } = show(typed());
    fireEvent.input(input(), { target: { value: '111111' } });
    again(typed({ triesLeft: 1 }));
    expect(screen.getByRole('alert').textContent).toContain('That code was wrong.');
    expect(text()).toContain('One try left.');
  });

  test('waits after a wrong one, by the service’s clock, keeps what was typed, and then goes', () => {
    const waiting = typed({ triesLeft: 2, nextTryAt: serviceNow + 3_200 });
    const { onIntent, again } = show(waiting);
    fireEvent.input(input(), { target: { value: '493201' } });
    expect(text()).toContain('2 tries left. Next try in 4 s.');
    expect(check().disabled).toBe(true);
    fireEvent.submit(input().closest('form') as HTMLFormElement);
    again(waiting, localNow + 3_199);
    expect(text()).toContain('Next try in 1 s.');
    expect([check().disabled, onIntent.mock.calls.length]).toEqual([true, 0]);
    again(waiting, localNow + 3_200);
    expect(text()).not.toContain('Next try');
    expect([check().disabled, input().value]).toEqual([false, '493201']);
    fireEvent.click(check());
    expect(onIntent.mock.calls[0]?.[0]).toEqual({ name: 'try_code', code: '493201' });
  });

  test('says a long wait in minutes', () => {
    show(typed({ nextTryAt: serviceNow + 255_000 }));
    expect(text()).toContain('Next try in 4:15.');
  });

  test('that came too soon is kept, and no second number contradicts the countdown', () => {
    const { again } = show(typed({ triesLeft: 2 }));
    fireEvent.input(input(), { target: { value: '493201' } });
    again(live({ codeCheck: 'typed', code: null, triesLeft: 2, nextTryAt: serviceNow + 8_000 }, { trouble: { code: 'try_too_soon', retryAfterSeconds: 8 } }));
    expect(screen.getByRole('alert').textContent).toContain('not compared and used up no try');
    expect(text()).not.toContain('Possible again');
    expect(input().value).toBe('493201');
  });

  test('has no APPROVE beside it', () => {
    show(typed());
    expect(screen.queryByRole('button', { name: 'APPROVE' })).toBeNull();
  });
});

describe('what is known about the message, and no more', () => {
  test.each([
    ['handed_over', 'Arrival not confirmed'],
    ['delivered', 'The text message was delivered'],
    ['maybe_sent', 'It may not have been sent.'],
  ] as const)('%s', (state, words) => {
    show(live({ delivery: { state, reason: null } }));
    expect(text()).toContain(words);
  });

  test('a failure says why', () => {
    show(endedFlow({ status: 'failed', delivery: { state: 'failed', reason: 'opted_out' } }));
    expect(text()).toContain('has replied STOP');
  });

  test('a busy provider is tried again, and the panel says so for as long as that lasts', () => {
    const { again } = show(live({ delivery: { state: 'queued', reason: 'busy' } }));
    expect(text()).toContain('It is tried again by itself');
    again(live({ delivery: { state: 'sending', reason: 'busy' } }));
    expect(text()).toContain('It is tried again by itself');
    again(live());
    expect(text()).not.toContain('tried again');
    again(endedFlow({ status: 'failed', delivery: { state: 'failed', reason: 'busy' } }));
    expect(text()).toContain('Nothing was sent, and nothing will be.');
    expect(text()).not.toContain('tried again');
  });

  test('a failure without another method says why there is none', () => {
    show(endedFlow({ status: 'failed', action: 'mailbox_access', delivery: { state: 'failed', reason: 'landline' } }));
    expect(text()).toContain('Email: Not for this request');
  });
});

test('what certainly did not leave is not asked after', () => {
  show(endedFlow({ status: 'failed', endReason: 'delivery_failed', delivery: { state: 'failed', reason: 'interrupted' } }));
  expect(text()).toContain('The message did not leave.');
  expect(text()).not.toContain('whether it arrived');
});

describe('a result', () => {
  test('says what was proven, what was not, and that a relay is possible', () => {
    show(endedFlow({ status: 'approved', assurance: ['restricted', 'technician-attested'] }));
    const assurance = screen.getByRole('region', { name: 'What this proves' }).textContent;
    expect(assurance).toContain('sent as a text message');
    expect(assurance).toContain('compared the codes by eye');
    expect(assurance).toContain('None of this stops a caller who relays the code from the real person.');
    expect(text()).toContain('CS-1042-1f0a9c3be57d24860b1c7e9fa3d25d48');
  });

  test('says when, by the technician’s own clock: it may still stand there much later', () => {
    show(endedFlow({ status: 'approved', endedAt: serviceNow - 60_000 }));
    expect(text()).toContain(new Date(localNow - 60_000).toLocaleString());
  });

  test('too many wrong codes is named as the reason', () => {
    show(endedFlow({ status: 'denied', endReason: 'too_many_attempts' }));
    expect(text()).toContain('Too many wrong codes.');
  });

  test('the ladder offers no e-mail where the mailbox itself is asked for', () => {
    show(endedFlow({ status: 'failed', action: 'mailbox_access' }));
    expect(screen.queryByRole('button', { name: /instead/ })).toBeNull();
  });
});

test.each<[string, Flow]>([
  ['while the code is compared', live({ contact: 'Eve Low' })],
  ['with the result', endedFlow({ contact: 'Eve Low', status: 'approved' })],
])('whose account is verified is said %s: the ticket may carry another name', (_name, flow) => {
  show(flow);
  expect(screen.getByRole('main').textContent).toContain('Eve Low');
});

test('a lost connection is said, and the verification stays', () => {
  show(live({}, { connected: false }));
  expect(text()).toContain('Reconnecting to the service');
  expect(screen.getByRole('button', { name: 'APPROVE' })).toBeTruthy();
});
