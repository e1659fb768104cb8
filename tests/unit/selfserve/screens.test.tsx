// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { PhoneRequest } from '#contract/phone';
import { Home } from '../../../service/selfserve/screens/home';
import { LinkPage } from '../../../service/selfserve/screens/link';
import { LostPhone } from '../../../service/selfserve/screens/lost';
import { NotAdded } from '../../../service/selfserve/screens/outside';
import { AddPhone } from '../../../service/selfserve/screens/add-phone';
import { Phones } from '../../../service/selfserve/screens/phones';
import { RequestScreen } from '../../../service/selfserve/screens/request';
import type { AppState } from '../../../service/selfserve/state/phone';
import { findScene } from '../../../service/selfserve/state/request-scene';
import type { Requests } from '../../../service/selfserve/state/requests';
import { appState, over, phoneNow, phoneState, received, request, requestsOf, serviceNow, terms } from '../../support/gallery/phone-samples';
import { phoneStates } from '../../support/gallery/phone-states';

afterEach(cleanup);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const heading = () => screen.getByRole('heading', { level: 1 });
const text = () => document.body.textContent ?? '';

function showRequest(shown: PhoneRequest, { verifiesUser = false, changes = {} as Partial<Requests> } = {}) {
  const on = { onAnswer: vi.fn(), onTurnOnVerification: vi.fn(), onClose: vi.fn() };
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

  test('where fingerprint, face or PIN is wanted and not set up, that comes first', () => {
    const { onTurnOnVerification } = showRequest(request({ userVerificationRequired: true }));
    expect(screen.queryByRole('button', { name: 'Approve' })).toBeNull();
    press('Turn it on');
    expect(onTurnOnVerification).toHaveBeenCalledOnce();
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

describe('home', () => {
  const show = (changes: Partial<AppState>, online = true) => {
    const on = { onOpen: vi.fn(), onTurnOnNotifications: vi.fn() };
    render(<Home state={appState(changes)} online={online} platform="android" {...on} />);
    return on;
  };

  test('of several requests one is chosen', () => {
    const { onOpen } = show({ requests: requestsOf([request(), request({}, { verification: 'b', action: 'mfa_reset' })], { openId: undefined }) });
    expect(heading().textContent).toBe('2 requests are waiting');
    press(/MFA reset/);
    expect(onOpen.mock.calls).toEqual([['b']]);
  });

  test('the last requests say how they ended', () => {
    show({ requests: requestsOf([over({ status: 'approved' }), over({ endReason: 'not_requested' }, { verification: 'b' })], { openId: undefined }) });
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([expect.stringContaining('Verified'), expect.stringContaining('Reported by you')]);
  });

  test('never says that nothing waits when it does not know', () => {
    show({ requests: requestsOf([], { trouble: { code: 'unavailable' } }) });
    expect(text()).not.toContain('Nothing is waiting');
    cleanup();
    show({}, false);
    expect(text()).toContain('You are offline. This is tried again by itself.');
    expect(text()).not.toContain('Nothing is waiting');
  });

  test('says plainly that notifications are off, and what happens instead', () => {
    const { onTurnOnNotifications } = show({ notifications: 'asks' });
    expect(text()).toContain('Your help desk sends you a text message or an e-mail instead.');
    press('Turn on notifications');
    expect(onTurnOnNotifications).toHaveBeenCalledOnce();
    cleanup();
    show({ notifications: 'refused' });
    expect(screen.getByRole('link', { name: 'How to turn them on' }).getAttribute('href')).toBe('#notifications');
  });
});

test('a phone is removed only after it was asked once more', async () => {
  const onRemove = vi.fn(async (_id: string) => ({ ok: true, value: undefined }) as const);
  render(<Phones phone={received(phoneState())} canVerifyUser={false} onRemove={onRemove} onUseVerification={vi.fn()} />);
  press('Remove Jo’s iPhone');
  expect(onRemove).not.toHaveBeenCalled();
  press('Yes, remove it');
  await waitFor(() => expect(heading().textContent).toBe('Phones of Jo Doe'));
  expect(onRemove.mock.calls).toEqual([[phoneState().others[0]!.id]]);
});

test('fingerprint, face or PIN is offered only where the device has it', () => {
  const show = (can: boolean) => render(<Phones phone={received(phoneState())} canVerifyUser={can} onRemove={vi.fn()} onUseVerification={vi.fn()} />);
  show(false);
  expect(screen.queryByRole('button', { name: /fingerprint/ })).toBeNull();
  cleanup();
  show(true);
  expect(screen.getByRole('button', { name: 'Turn on fingerprint, face or PIN' })).toBeTruthy();
});

test('another phone gets a picture to scan and a code beside it', async () => {
  const onInvite = async () => ({ ok: true, value: { link: `https://verify.example/p/#join=${'x'.repeat(43)}`, code: '184920', expiresAt: serviceNow } }) as const;
  render(<AddPhone onInvite={onInvite} share={undefined} />);
  press('Show picture and code');
  await waitFor(() => expect(screen.getByRole('img', { name: 'Code 1 8 4 9 2 0' })).toBeTruthy());
  expect(screen.getByRole('img', { name: 'Picture to scan with the other phone\'s camera' })).toBeTruthy();
});

test('"Lost your phone?" says the same whoever asks', async () => {
  const onReport = vi.fn(async (_email: string) => ({ ok: true, value: undefined }) as const);
  render(<LostPhone onReport={onReport} />);
  fireEvent.input(screen.getByLabelText('Your e-mail address at work'), { target: { value: ' jo@acme.example ' } });
  fireEvent.submit(screen.getByRole('button', { name: 'Send me the link' }).closest('form')!);
  await waitFor(() => expect(text()).toContain('If that address belongs to an account with a phone'));
  expect(onReport.mock.calls).toEqual([['jo@acme.example']]);
});

test('a link from a message does nothing by being opened, and says what it did', async () => {
  const onUse = vi.fn(async () => ({ ok: true, value: { done: 'phone_removed', tenant: 'Harbor IT' } }) as const);
  render(<LinkPage purpose="remove" onUse={onUse} />);
  expect(onUse).not.toHaveBeenCalled();
  press('Remove that phone');
  await waitFor(() => expect(heading().textContent).toBe('The phone is removed'));
});

test('a link that does not work says what to do', async () => {
  render(<LinkPage purpose="not-you" onUse={async () => ({ ok: false, trouble: { code: 'link_invalid' } })} />);
  press('That was not me');
  await waitFor(() => expect(screen.getByRole('alert').textContent).toBe('This link does not work. Check that you opened the whole link, or ask for a new one.'));
});

test('a removed phone says so, and gets in again by a pasted invitation', () => {
  const onInvitation = vi.fn();
  render(<NotAdded removedBy="Harbor IT" onInvitation={onInvitation} />);
  expect(heading().textContent).toBe('This phone was removed');
  const paste = (value: string) => {
    fireEvent.input(screen.getByLabelText('Link of your invitation'), { target: { value } });
    fireEvent.submit(screen.getByRole('button', { name: 'Open the invitation' }).closest('form')!);
  };
  paste('https://verify.example/');
  expect(text()).toContain('That is not an invitation.');
  paste(`https://verify.example/p/#join=${'x'.repeat(43)}`);
  expect(onInvitation.mock.calls).toEqual([['x'.repeat(43)]]);
});

test.each(Object.entries(phoneStates))('"%s" has one heading, and every field has a name', (_, State) => {
  render(<>{State()}</>);
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
  for (const field of document.querySelectorAll('input')) expect(field.labels?.length).toBe(1);
});
