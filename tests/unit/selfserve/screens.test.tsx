// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { reportSeconds } from '#contract/numbers';
import { Home } from '../../../service/selfserve/screens/home';
import { LinkPage } from '../../../service/selfserve/screens/link';
import { LostPhone } from '../../../service/selfserve/screens/lost';
import { NotAdded } from '../../../service/selfserve/screens/outside';
import { AddPhone } from '../../../service/selfserve/screens/add-phone';
import { Phones } from '../../../service/selfserve/screens/phones';
import type { AppState } from '../../../service/selfserve/state/phone';
import { appState, over, phoneState, received, request, requestsOf, serviceNow } from '../../support/gallery/phone-samples';
import { phoneStates } from '../../support/gallery/phone-states';

afterEach(cleanup);
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const heading = () => screen.getByRole('heading', { level: 1 });
const text = () => document.body.textContent ?? '';

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
    expect(onOpen.mock.calls).toEqual([['b', false]]);
  });

  test('the last requests say how they ended', () => {
    show({ requests: requestsOf([over({ status: 'approved' }), over({ endReason: 'not_requested', reported: true }, { verification: 'b' })], { openId: undefined }) });
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([expect.stringContaining('Verified'), expect.stringContaining('Reported by you')]);
  });

  test('one of them that was not asked for is reported from there, for a day, unless it was reported already', () => {
    const { onOpen } = show({ requests: requestsOf([
      over({ status: 'cancelled' }, { verification: 'a', action: 'mfa_reset' }), over({ status: 'expired', reported: true }, { verification: 'b' }), over({ status: 'expired', createdAt: serviceNow - reportSeconds * 1000 }, { verification: 'c' }),
    ], { openId: undefined }) });
    const buttons = screen.getAllByRole('button', { name: /^I did not ask for this/ });
    expect(buttons.map((button) => button.getAttribute('aria-label'))).toEqual([expect.stringMatching(/^I did not ask for this: MFA reset, /)]);
    press(/^I did not ask for this: MFA reset/);
    expect(onOpen.mock.calls).toEqual([['a', true]]);
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

test('the link of a lost phone does not say that no phone is left where one was added since', async () => {
  render(<LinkPage purpose="lost" onUse={async () => ({ ok: true, value: { done: 'earlier_phones_removed', tenant: 'Harbor IT' } })} />);
  expect(text()).not.toContain('None of your phones can answer');
  press('Remove my phones');
  await waitFor(() => expect(heading().textContent).toBe('The phones that you had are removed'));
  expect(text()).toContain('is still on your account. If you did not add it, call Harbor IT now.');
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
