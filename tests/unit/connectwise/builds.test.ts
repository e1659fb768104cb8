// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { readTicket } from '../../../utils/connectwise/read-ticket';
import { addScreen, addTicket } from '../../support/connectwise/markup';
import { buildNames, builds } from '../../support/connectwise/page/builds';

const read = (value: string) => ({ state: 'read', value });

describe.each(buildNames)('in build %s', (build) => {
  const url = `https://na.myconnectwise.net/${build}/${builds[build].file}`;
  beforeEach(() => void (document.body.innerHTML = ''));

  test('a ticket is read', () => {
    addTicket(document, '1234567', { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' }, { build });
    const fields = { company: read('Acme Example'), contact: read('Jo Sample'), email: read('jo@acme.example') };
    expect(readTicket(document, url)).toMatchObject({ kind: 'ticket', number: '1234567', ...fields });
  });

  test.each(['board', 'company', 'contact', 'calendar', 'project', 'new'] as const)('the %s screen is no ticket', (screen) => {
    addScreen(document, screen, build);
    expect(readTicket(document, url)).toMatchObject({ kind: 'not_ticket' });
  });
});
