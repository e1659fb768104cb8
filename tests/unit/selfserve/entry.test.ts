import { expect, test, vi } from 'vitest';
import { forgetInvitation, takeEntry } from '../../../service/selfserve/run/take-entry';
import { findInvitation, parseEntry } from '../../../service/selfserve/state/entry';

const token = 'Abc-_'.repeat(9);

test.each([
  ['', { kind: 'home' }],
  ['#', { kind: 'home' }],
  ['#phones', { kind: 'phones' }],
  ['#add-phone', { kind: 'add_phone' }],
  ['#notifications', { kind: 'notifications' }],
  ['#lost', { kind: 'lost' }],
  [`#lost=${token}`, { kind: 'link', purpose: 'lost', token }],
  [`#remove=${token}`, { kind: 'link', purpose: 'remove', token }],
  [`#not-you=${token}`, { kind: 'link', purpose: 'not-you', token }],
  [`#join=${token}`, { kind: 'join', token }],
  ['#join=', { kind: 'broken_link' }],
  ['#join=short', { kind: 'broken_link' }],
  ['#remove=<script>', { kind: 'broken_link' }],
  [`#join=${token}=`, { kind: 'broken_link' }],
  [`#approve=${token}`, { kind: 'home' }],
  ['#toString', { kind: 'home' }],
])('%s', (hash, entry) => {
  expect(parseEntry(hash)).toEqual(entry);
});

test('an invitation is found in a pasted link, and in a whole message', () => {
  expect(findInvitation(`https://verify.example/p/#join=${token}`)).toBe(token);
  expect(findInvitation(`Add your phone: https://verify.example/p/#join=${token}\nHarbor IT`)).toBe(token);
  expect(findInvitation('https://verify.example/p/')).toBeUndefined();
  expect(findInvitation('https://verify.example/p/#join=cut')).toBeUndefined();
});

function createTab(hash: string) {
  const kept = new Map<string, string>();
  const session = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value), removeItem: (key: string) => void kept.delete(key) };
  const location = { hash, pathname: '/p/' };
  const replaceState = vi.fn((_state: unknown, _title: string, url?: string | URL | null) => {
    location.hash = '';
    location.pathname = String(url);
  });
  return { location, history: { replaceState }, session };
}

test.each([`#join=${token}`, `#remove=${token}`, `#lost=${token}`, `#not-you=${token}`, '#join=cut'])('the secret of %s leaves the address at once', (hash) => {
  const tab = createTab(hash);
  takeEntry(tab);
  expect(tab.history.replaceState).toHaveBeenCalledExactlyOnceWith(null, '', '/p/');
});

test('a tab that was put away while the code was read comes back to its invitation', () => {
  const tab = createTab(`#join=${token}`);
  takeEntry(tab);
  expect(takeEntry(tab)).toEqual({ kind: 'join', token });
  forgetInvitation(tab.session);
  expect(takeEntry(tab)).toEqual({ kind: 'home' });
});

test('other pages leave the address as it is', () => {
  const tab = createTab('#phones');
  expect(takeEntry(tab)).toEqual({ kind: 'phones' });
  expect(tab.history.replaceState).not.toHaveBeenCalled();
});
