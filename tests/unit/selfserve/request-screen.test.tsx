// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { reportSeconds } from '#contract/numbers';
import type { PhoneRequest } from '#contract/phone';
import type { Result } from '../../../service/selfserve/api/result';
import { RequestScreen } from '../../../service/selfserve/screens/request';
import { findScene } from '../../../service/selfserve/state/request-scene';
import type { Requests } from '../../../service/selfserve/state/requests';
import { over, phoneNow, request, requestsOf, serviceNow, terms } from '../../support/gallery/phone-samples';

afterEach(cleanup);
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const heading = () => screen.getByRole('heading', { level: 1 });
const text = () => document.body.textContent ?? '';

function showRequest(shown: PhoneRequest, { verifiesUser = false, changes = {} as Partial<Requests> } = {}) {
  const on = { onAnswer: vi.fn(), onTurnOnVerification: vi.fn(async (): Promise<Result<void>> => ({ ok: false, trouble: { code: 'user_verification_failed' } })), onClose: vi.fn() };
  const draw = (current: PhoneRequest) => <RequestScreen scene={findScene(requestsOf([current], changes), phoneNow)!} askedAt={phoneNow} verifiesUser={verifiesUser} {...on} />;
  const { rerender } = render(draw(shown));
  return { ...on, change: (next: PhoneRequest) => rerender(draw(next)) };
}

describe('a request', () => {
  test('says who asks, for what, on which ticket, and how long there is', () => {
    showRequest(request());
    for (const words of ['Harbor IT asks: is this you?', 'Alex Technician', '#10482', 'Password reset', '0:42']) expect(text()).toContain(words);
  });

  test('says who called whom', () => {
    showRequest(request());
    expect(text()).toContain('Only if you called Harbor IT');
    cleanup();
    showRequest(request({}, { direction: 'outbound' }));
    expect(text()).toContain('Harbor IT is calling you');
  });

  test.each([['Approve', 'approve'], ['Deny', 'deny']] as const)('%s answers at once', (name, decision) => {
    const { onAnswer } = showRequest(request());
    press(name);
    expect(onAnswer.mock.calls[0]?.[0]).toBe(decision);
  });

  test('"I did not ask for this" is asked once more, with what follows from it', () => {
    const { onAnswer } = showRequest(request());
    press('I did not ask for this');
    expect(onAnswer).not.toHaveBeenCalled();
    expect(text()).toContain('Harbor IT is warned at once');
    press('Go back');
    press('I did not ask for this');
    press('Yes, report it');
    expect(onAnswer.mock.calls).toEqual([['not_requested']]);
  });

  test('the second touch of a double touch presses nothing', () => {
    const { onAnswer } = showRequest(request());
    fireEvent.click(screen.getByRole('button', { name: 'Approve' }), { detail: 2 });
    expect(onAnswer).not.toHaveBeenCalled();
  });

  test('while an answer is on its way no other can be given', () => {
    const { onAnswer } = showRequest(request(), { changes: { sending: { id: terms.verification, decision: 'approve', step: 'retrying' } } });
    for (const name of ['Approve', 'Deny', 'I did not ask for this']) press(name);
    expect(onAnswer).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toContain('tried again by itself');
  });

  test('with a number, Approve waits for three digits', () => {
    const { onAnswer } = showRequest(request({ check: 'number' }));
    const approve = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Approve' });
    const type = (value: string) => fireEvent.input(screen.getByLabelText('Number that Alex Technician reads to you'), { target: { value } });
    type('04');
    expect(approve().disabled).toBe(true);
    type('042');
    fireEvent.submit(approve().closest('form')!);
    expect(onAnswer.mock.calls).toEqual([['approve', '042']]);
  });

  test('a wrong number is said with what is left, and the field is empty again', () => {
    const { change } = showRequest(request({ check: 'number' }));
    const field = () => screen.getByLabelText<HTMLInputElement>('Number that Alex Technician reads to you');
    fireEvent.input(field(), { target: { value: '042' } });
    change(request({ check: 'number', triesLeft: 2 }));
    expect(screen.getByRole('alert').textContent).toContain('2 tries are left');
    expect(field().value).toBe('');
  });

  test('where fingerprint, face or PIN is wanted and not set up, that comes first, and a failure is said', async () => {
    const { onTurnOnVerification } = showRequest(request({ userVerificationRequired: true }));
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    press('Turn it on');
    expect(onTurnOnVerification).toHaveBeenCalledOnce();
    expect(await screen.findByText('Your fingerprint, face or PIN was not accepted.')).toBeTruthy();
    cleanup();
    showRequest(request({ userVerificationRequired: true }), { verifiesUser: true });
    expect(screen.getByRole('button', { name: 'Approve' })).toBeTruthy();
  });

  test('after Approve the code is there to read out, to this technician alone, and it can still be refused', () => {
    const { onAnswer } = showRequest(request({ check: 'compare', answeredAt: serviceNow, code: '493201' }));
    expect(heading().textContent).toBe('Read this code to Alex Technician and to nobody else');
    expect(screen.getByRole('img', { name: 'Code 4 9 3 2 0 1' }).textContent).toBe('493 201');
    press('Deny');
    press('I did not ask for this');
    press('Yes, report it');
    expect(onAnswer.mock.calls).toEqual([['deny'], ['not_requested']]);
  });

  test('its result stays until it was read', () => {
    const { onClose } = showRequest(over({ status: 'approved' }));
    expect(heading().textContent).toBe('You are verified');
    press('OK');
    expect(onClose).toHaveBeenCalledOnce();
  });

  test('the focus goes to the heading when the screen changes, and not at every tick', () => {
    const { change } = showRequest(request());
    expect(document.activeElement).toBe(heading());
    screen.getByRole('button', { name: 'Deny' }).focus();
    change(request({}, { expiresAt: serviceNow + 20_000 }));
    expect(document.activeElement?.textContent).toBe('Deny');
    change(request({ check: 'compare', answeredAt: serviceNow, code: '493201' }));
    expect(document.activeElement).toBe(heading());
  });

  test('that the time runs out is announced, the seconds before it are not', () => {
    const { change } = showRequest(request());
    const status = () => screen.getByRole('status').textContent;
    expect(status()).toBe('');
    change(request({}, { expiresAt: serviceNow + 9_000 }));
    expect(status()).toBe('15 seconds left');
  });
});

describe('what is over and was not asked for', () => {
  const isOffered = () => screen.queryByRole('button', { name: 'I did not ask for this' }) !== null;

  test.each<[string, PhoneRequest]>([
    ['withdrawn', over({ status: 'cancelled' })],
    ['expired', over({ status: 'expired' })],
    ['late', request({}, { expiresAt: serviceNow })],
    ['denied', over({ endReason: 'phone_denied' })],
    ['failed', over({ status: 'failed' })],
    ['approved', over({ status: 'approved' })],
  ])('%s: can be reported, is asked once more, and afterwards says that the help desk was told', (_, shown) => {
    const { onAnswer, change } = showRequest(shown);
    press('I did not ask for this');
    expect(onAnswer).not.toHaveBeenCalled();
    expect(text()).toContain('Harbor IT is warned at once');
    expect(text()).not.toContain('This request is refused');
    press('Go back');
    press('I did not ask for this');
    press('Yes, report it');
    expect(onAnswer.mock.calls).toEqual([['not_requested']]);
    change({ ...shown, ...(shown.status === 'pending' && { status: 'expired' }), reported: true });
    expect(heading().textContent).toBe('Reported');
    expect(text()).toContain('Harbor IT has been warned.');
    expect(isOffered()).toBe(false);
  });

  test('is offered for a day, and no longer', () => {
    const aged = (age: number) => over({ status: 'cancelled', createdAt: serviceNow - age });
    showRequest(aged(reportSeconds * 1000 - 1));
    expect(isOffered()).toBe(true);
    cleanup();
    showRequest(aged(reportSeconds * 1000));
    expect(isOffered()).toBe(false);
  });

  test('opened from the history to report it asks at once, and going back shows how it ended', () => {
    showRequest(over({ status: 'cancelled' }), { changes: { reporting: true } });
    expect(heading().textContent).toBe('You did not ask for this?');
    press('Go back');
    expect(heading().textContent).toBe('Request withdrawn');
  });

  test('a report that does not arrive says so, and can be made again', () => {
    const { onAnswer } = showRequest(over({ status: 'cancelled' }), { changes: { reporting: true, refusal: { id: terms.verification, why: { code: 'report_not_delivered' } } } });
    expect(screen.getByRole('alert').textContent).toContain('Your report did not arrive.');
    press('Yes, report it');
    expect(onAnswer.mock.calls).toEqual([['not_requested']]);
  });

  test('a report that is on its way while the time runs out says so, and is not made twice', () => {
    const { onAnswer } = showRequest(request({}, { expiresAt: serviceNow }), { changes: { sending: { id: terms.verification, decision: 'not_requested', step: 'retrying' } } });
    expect(screen.getByRole('alert').textContent).toContain('tried again by itself');
    press('I did not ask for this');
    expect(heading().textContent).toBe('Time is over');
    expect(onAnswer).not.toHaveBeenCalled();
  });
});
