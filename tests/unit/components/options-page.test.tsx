// @vitest-environment happy-dom
/** @jsxImportSource preact */
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { OptionsPage } from '../../../components/options-page';
import { parseServiceOrigin } from '../../../components/service-origin';
import { parseHost } from '../../../utils/connectwise/parse-host';
import { type Access, emptySnapshot } from '../../../utils/workflow/snapshot';

const names = { technician: 'Alex Technician', tenant: 'Northwind IT', serviceOrigin: 'https://verify.northwind.example' };

function show(kind: Access['kind'], known = {}, answer: { ok: true } | { ok: false; code: string } = { ok: true }, shortcut?: { keys: string; settings: string }) {
  const asked = { onConsent: vi.fn(async () => answer), onPair: vi.fn(async () => answer), onSignOut: vi.fn(async () => answer), onCheck: vi.fn(async () => answer), onAllowCloud: vi.fn(async () => answer), onAllowHost: vi.fn(async () => answer), onRemoveHost: vi.fn(async () => answer) };
  render(<OptionsPage snapshot={{ ...emptySnapshot, access: { kind }, ...known }} {...asked} parseHost={parseHost} shortcut={shortcut} />);
  return asked;
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }));
const fill = (label: RegExp, value: string) => fireEvent.input(screen.getByLabelText(label), { target: { value } });
const text = () => document.body.textContent ?? '';

afterEach(cleanup);

test('first of all it says what is collected and who gets it, and asks', () => {
  const { onConsent } = show('no_consent');
  for (const words of ['ticket number', 'company', "contact's name", 'e-mail address', "your MSP's own verification service", 'nothing leaves this browser']) expect(text()).toContain(words);
  expect(screen.queryByRole('button', { name: 'Pair this browser' })).toBeNull();
  press('I agree');
  expect(onConsent).toHaveBeenCalledTimes(1);
});

describe('pairing', () => {
  test('passes on the origin and the code', () => {
    const { onPair } = show('not_paired');
    fill(/service address/i, ' https://Verify.Northwind.example/ ');
    fill(/pairing code/i, 'k7q2m-94ndx');
    press('Pair this browser');
    expect(onPair.mock.calls[0]).toEqual([{ serviceOrigin: 'https://verify.northwind.example', pairingCode: 'k7q2m-94ndx' }]);
  });

  test('a bad address is refused while it is being typed', () => {
    const { onPair } = show('not_paired');
    fill(/service address/i, 'http://verify.northwind.example');
    expect(text()).toContain('must start with https://');
    expect(screen.getByLabelText(/service address/i).getAttribute('aria-invalid')).toBe('true');
    fill(/pairing code/i, 'k7q2m94ndx');
    press('Pair this browser');
    expect(onPair).not.toHaveBeenCalled();
  });

  test('a service that sees another address than the one that was typed is named as the reason', async () => {
    show('not_paired', {}, { ok: false, code: 'address_differs' });
    fill(/service address/i, 'https://verify.northwind.example');
    fill(/pairing code/i, 'k7q2m94ndx');
    press('Pair this browser');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('knows itself by another address'));
  });

  test('a refusal says why and what to do', async () => {
    show('not_paired', {}, { ok: false, code: 'pairing_code_invalid' });
    fill(/service address/i, 'https://verify.northwind.example');
    fill(/pairing code/i, 'k7q2m94ndx');
    press('Pair this browser');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('This pairing code is wrong, used or too old.'));
  });
});

test('signed in: who, for whom, where, and the way out', () => {
  const { onSignOut } = show('signed_in', names);
  for (const words of Object.values(names)) expect(text()).toContain(words);
  press('SIGN OUT');
  expect(onSignOut).toHaveBeenCalledTimes(1);
});

test.each([
  ['Alt+Shift+K', 'Alt+Shift+K opens the panel. Change the keys at chrome://extensions/shortcuts.'],
  ['', 'No keys open the panel. Set some at chrome://extensions/shortcuts.'],
])('with the keys "%s" it says: %s', (keys, words) => {
  show('signed_in', names, undefined, { keys, settings: 'chrome://extensions/shortcuts' });
  expect(text()).toContain(words);
});

test('signed out: pairing is offered again, with the known address', () => {
  show('signed_out', names);
  expect(text()).toContain('You are signed out');
  expect(screen.getByLabelText<HTMLInputElement>(/service address/i).value).toBe(names.serviceOrigin);
});

test.each(['unreachable', 'extension_too_old', 'service_too_old'] as const)('%s: says the next step and can be tried again', (kind) => {
  const { onCheck } = show(kind, names);
  expect(screen.getByRole('alert').textContent).toMatch(/try again/i);
  press('TRY AGAIN');
  expect(onCheck).toHaveBeenCalledTimes(1);
});

describe('ConnectWise addresses', () => {
  const origin = 'https://cw.acme.example';
  const granted = { ...names, hosts: [{ origin, state: 'granted' as const }] };
  const withdrawn = { ...names, cloud: 'withdrawn' as const, hosts: [{ origin, state: 'withdrawn' as const }] };

  test('ADD passes on the origin within the press, as the browser asks only then', () => {
    const { onAllowHost } = show('signed_in', names);
    fill(/own ConnectWise server/, ' https://CW.acme.example/ ');
    press('ADD');
    expect(onAllowHost.mock.calls[0]).toEqual([origin]);
  });

  test.each([
    ['http://cw.acme.example', 'must start with https://'],
    ['https://cw.acme.example/v4_6_release/', 'Only the first part is needed'],
    ['https://a:b@cw.acme.example', 'name or password'],
    ['https://*.acme.example', 'One address at a time'],
    ['https://na.myconnectwise.net', 'works there already'],
    [origin, 'in the list already'],
    [`${origin}:8443`, 'Remove that entry first'],
    ['https://cw acme', 'not the address of a server. Type it as https://cw.example.com'],
  ])('%s is refused while it is being typed: %s', (typed, words) => {
    const { onAllowHost } = show('signed_in', granted);
    fill(/own ConnectWise server/, typed);
    expect(text()).toContain(words);
    expect(screen.getByLabelText(/own ConnectWise server/).getAttribute('aria-invalid')).toBe('true');
    press('ADD');
    expect(onAllowHost).not.toHaveBeenCalled();
  });

  test('while the browser withholds the cloud, its address leads to ALLOW AGAIN', () => {
    show('signed_in', withdrawn);
    fill(/own ConnectWise server/, 'https://na.myconnectwise.net');
    expect(text()).toContain('own cloud. Press ALLOW AGAIN beside it.');
    expect(text()).not.toContain('works there already');
  });

  test('nothing typed: ADD says what is missing', () => {
    const { onAllowHost } = show('signed_in', names);
    press('ADD');
    expect(text()).toContain('Type the address');
    expect(onAllowHost).not.toHaveBeenCalled();
  });

  test('REMOVE names its address, also to a screen reader; the cloud has none', () => {
    const { onRemoveHost } = show('signed_in', granted);
    expect(screen.getAllByRole('button', { name: /^REMOVE/ })).toHaveLength(1);
    expect(screen.queryByRole('button', { name: /^ALLOW AGAIN/ })).toBeNull();
    press(`REMOVE ${origin}`);
    expect(onRemoveHost.mock.calls[0]).toEqual([origin]);
  });

  test('what the browser no longer allows is said, with the way back', () => {
    const { onAllowHost, onAllowCloud } = show('signed_in', withdrawn);
    expect(text().match(/Not allowed by the browser/g)).toHaveLength(2);
    press('ALLOW AGAIN ConnectWise cloud');
    expect(onAllowCloud).toHaveBeenCalledTimes(1);
    cleanup();
    const again = show('signed_in', withdrawn);
    press(`ALLOW AGAIN ${origin}`);
    expect(again.onAllowHost.mock.calls[0]).toEqual([origin]);
    expect(onAllowHost).not.toHaveBeenCalled();
  });

  test('a no to the browser’s question is said with what to do', async () => {
    show('signed_in', names, { ok: false, code: 'host_not_allowed' });
    fill(/own ConnectWise server/, origin);
    press('ADD');
    await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('choose Allow'));
  });

  test('before consent there is nothing to add', () => {
    show('no_consent');
    expect(text()).not.toContain('ConnectWise addresses');
  });
});

describe('a service address', () => {
  test.each([
    ['https://verify.example', 'https://verify.example'],
    ['https://verify.example:8443/', 'https://verify.example:8443'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787'],
    ['http://localhost:8787', 'http://localhost:8787'],
  ])('%s is taken', (typed, origin) => {
    expect(parseServiceOrigin(typed)).toEqual({ ok: true, origin });
  });

  test.each(['', 'verify.example', 'http://verify.example', 'http://127.0.0.1.evil.example', 'https://a:b@verify.example', 'https://verify.example/path', 'https://verify.example/?q', 'ftp://verify.example', 'javascript:alert(1)', 'https://'])(
    '"%s" is refused with a reason',
    (typed) => {
      const parsed = parseServiceOrigin(typed);
      expect(parsed.ok ? '' : parsed.problem).not.toBe('');
    },
  );
});
