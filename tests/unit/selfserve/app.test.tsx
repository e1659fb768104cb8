// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test, vi } from 'vitest';
import type { Services } from '../../../service/selfserve/run/create-services';
import { createStore } from '../../../service/selfserve/run/create-store';
import { App } from '../../../service/selfserve/screens/app';
import type { Entry } from '../../../service/selfserve/state/entry';
import type { AppState } from '../../../service/selfserve/state/phone';
import { appState, invitation, phoneNow, phoneState, request, requestsOf, serviceNow } from '../../support/gallery/phone-samples';
import { createFake, problem } from './fake-service';
import type { Answers } from './fake-service';

afterEach(cleanup);
const token = 'x'.repeat(43);
const title = () => screen.getByRole('heading', { level: 1 }).textContent;
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));

/** The app with its real state and client; the device behind it is played. */
async function open(entry: Entry, state: Partial<AppState>, answers: Answers = {}) {
  const fake = await createFake(answers);
  const store = createStore();
  store.change(appState(state));
  const joined = vi.fn(async () => store.change({ membership: 'added', notifications: 'asks' }));
  const removeKey = vi.fn(async () => undefined);
  const services = {
    ...fake, store, platform: 'android', now: () => phoneNow, workers: undefined, phoneStore: { removeKey },
    membership: { joined, load: vi.fn(async () => undefined), remove: vi.fn(), invite: vi.fn(), useUserVerification: vi.fn(), turnOnNotifications: vi.fn() },
    answers: { answer: vi.fn(), refresh: vi.fn() },
  } as unknown as Services;
  const onJoinOver = vi.fn();
  let address = entry;
  const takeEntry = () => address;
  render(<App services={services} takeEntry={takeEntry} onJoinOver={onJoinOver} />);
  const go = (next: Entry) => act(() => {
    address = next;
    dispatchEvent(new Event('hashchange'));
  });
  return { ...fake, store, services, joined, removeKey, onJoinOver, go };
}

test('a request that arrives comes before whatever page is open, and the page is back when it was read', async () => {
  const { store } = await open({ kind: 'phones' }, {});
  expect(title()).toBe('Phones of Jo Doe');
  act(() => store.tell({ type: 'listed', requests: [request()], now: serviceNow, at: phoneNow }));
  expect(title()).toBe('Harbor IT asks: is this you?');
  act(() => store.tell({ type: 'answered', request: request({ status: 'approved' }), at: phoneNow }));
  press('OK');
  expect(title()).toBe('Phones of Jo Doe');
});

test('what is answered is the request on the screen', async () => {
  const { services } = await open({ kind: 'home' }, { requests: requestsOf([request()]) });
  press('Deny');
  expect(services.answers.answer).toHaveBeenCalledExactlyOnceWith(request(), 'deny', undefined);
});

test('a phone that is removed while the app is open says so at once', async () => {
  const { store } = await open({ kind: 'home' }, {});
  act(() => store.change({ membership: 'removed', phone: undefined }));
  expect(title()).toBe('This phone was removed');
});

test('pages follow the address', async () => {
  const { go } = await open({ kind: 'home' }, {});
  await go({ kind: 'notifications' });
  expect(title()).toBe('Notifications are on');
  await go({ kind: 'add_phone' });
  expect(title()).toBe('Add another phone');
  await go({ kind: 'lost' });
  expect(title()).toBe('Lost your phone?');
});

test('links from messages work on a computer that is no phone of anybody’s', async () => {
  const { at } = await open({ kind: 'link', purpose: 'lost', token }, { membership: 'unknown' }, { 'POST /v1/links': () => Response.json({ done: 'phones_removed', tenant: 'Harbor IT' }) });
  press('Remove my phones');
  await waitFor(() => expect(title()).toBe('Your phones are removed'));
  expect(at('POST /v1/links').map(({ body }) => body)).toEqual([{ token }]);
});

const joinAnswers: Answers = {
  'POST /v1/phone/invitation': () => Response.json(invitation()),
  'POST /v1/phone/invitation/code': () => Response.json(invitation({ codesLeft: 2, nextCodeAt: serviceNow + 20_000 })),
  'POST /v1/phone': [() => problem('code_wrong'), () => Response.json(phoneState(), { status: 201 })],
};

test('an invitation is followed to its end: code, name, notifications, home', async () => {
  const { at, onJoinOver } = await open({ kind: 'join', token }, { membership: 'not_added', tenant: undefined, phone: undefined }, joinAnswers);
  await waitFor(() => expect(title()).toBe('Add this phone for Harbor IT'));
  press('Send me the code');
  await waitFor(() => expect(title()).toBe('Type your code'));
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Another code in 20 seconds' }).disabled).toBe(true);
  const add = async (code: string) => {
    fireEvent.input(screen.getByLabelText('Six-digit code'), { target: { value: code } });
    fireEvent.submit(screen.getByRole('button', { name: 'Add this phone' }).closest('form')!);
  };
  fireEvent.input(screen.getByLabelText('Name of this phone'), { target: { value: ' Jo’s phone ' } });
  await add('111 111');
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('That code is not right.'));
  await add('184 920');
  await waitFor(() => expect(title()).toBe('This phone is added. One thing is left'));
  expect(at('POST /v1/phone').map(({ body }) => body)).toEqual([
    { invitation: token, code: '111111', phoneName: 'Jo’s phone' },
    { invitation: token, code: '184920', phoneName: 'Jo’s phone' },
  ]);
  press('Go on without');
  expect(title()).toBe('Nothing is waiting');
  expect(onJoinOver).toHaveBeenCalledOnce();
});

test('a phone that was removed comes back with a new key', async () => {
  const { removeKey } = await open({ kind: 'join', token }, { membership: 'removed', phone: undefined }, joinAnswers);
  await waitFor(() => expect(title()).toBe('Add this phone for Harbor IT'));
  expect(removeKey).toHaveBeenCalledOnce();
});

test('a phone that is added already keeps its key, and the invitation is left for another one', async () => {
  const { seen, removeKey } = await open({ kind: 'join', token }, {}, joinAnswers);
  expect(title()).toBe('This phone is already added for Harbor IT');
  expect([seen, removeKey.mock.calls]).toEqual([[], []]);
});
