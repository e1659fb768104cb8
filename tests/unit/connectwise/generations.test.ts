// @vitest-environment happy-dom
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readAs, readTicket } from '../../../utils/connectwise/read-ticket';
import { generations } from '../../../utils/connectwise/selectors';

const fixtures = path.resolve('tests/fixtures/connectwise');
const url = 'https://na.myconnectwise.net/v2025_1/ConnectWise.aspx';
const ids = generations.map(({ id }) => id);
const file = (id: string, name: string) => readFileSync(path.join(fixtures, id, name), 'utf8');
const show = (id: string) => void (document.body.innerHTML = file(id, 'ticket.html'));
const remove = (selector: string) => document.querySelector(selector)!.remove();

test('each generation of the page has a fixture, and each fixture a generation', () => {
  expect(readdirSync(fixtures).toSorted()).toEqual(ids.toSorted());
});

test('each generation says when it was last known to work, the newest first', () => {
  const dates = generations.map(({ lastKnown }) => lastKnown);
  for (const date of dates) expect(date).toMatch(/^20\d\d-(?:0[1-9]|1[0-2])$/);
  expect(dates).toEqual(dates.toSorted().toReversed());
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(generations.map((generation) => [generation.id, generation] as const))('%s', (id, generation) => {
  beforeEach(() => show(id));

  test('reads its own fixture', () => {
    expect(readAs(generation, document)).toEqual(JSON.parse(file(id, 'expected.json')));
    expect(readTicket(document, url)).toEqual(JSON.parse(file(id, 'expected.json')));
  });

  test('is needed: no newer one reads its fixture', () => {
    for (const newer of generations.slice(0, ids.indexOf(id))) expect(readAs(newer, document)).not.toEqual(JSON.parse(file(id, 'expected.json')));
  });
});

describe('the generations together', () => {
  test('a page that the newest one fits is looked through once: for the others only its company pod is', () => {
    show('field-classes');
    const looks = vi.spyOn(document, 'querySelectorAll');
    readTicket(document, url);
    expect(looks.mock.calls.filter(([selector]) => selector === generations[0].selectors.bannerLabel)).toHaveLength(1);
    expect(looks.mock.calls.filter(([selector]) => selector.includes('pod-element-row'))).toEqual([]);
    looks.mockRestore();
  });

  test('a field that only an older one knows and that says something else is not passed over', () => {
    show('field-classes');
    const row = document.querySelector('[title="Email"]')!.closest('tr')!;
    row.after(row.cloneNode(true));
    const twin = row.nextElementSibling!.querySelector('input')!;
    twin.className = '';
    expect(readTicket(document, url)).toEqual(JSON.parse(file('field-classes', 'expected.json')));
    twin.value = 'mallory@evil.example';
    expect(readTicket(document, url)).toMatchObject({ contact: { state: 'read' }, email: { state: 'differs' } });
  });

  test('a second input in the row of a known field is part of that field', () => {
    show('field-classes');
    document.querySelector('.cw_contact')!.after(Object.assign(document.createElement('input'), { value: '12' }));
    expect(readTicket(document, url)).toEqual(JSON.parse(file('field-classes', 'expected.json')));
  });

  test('never give one reading: what one of them half fits is read by the other alone, or stays incomplete', () => {
    show('field-classes');
    remove('.cw_emailAddress');
    document.querySelector('[title="Email"]')!.closest('tr')!.querySelector('td:last-child')!.innerHTML = '<input>';
    document.querySelector<HTMLInputElement>('[title="Email"]')!.closest('tr')!.querySelector('input')!.value = 'jo@other.example';
    expect(readTicket(document, url)).toMatchObject({ contact: { value: 'Jo Sample' }, email: { state: 'read', value: 'jo@other.example' } });
    document.querySelector('[title="Contact"]')!.setAttribute('title', 'Kontakt');
    expect(readTicket(document, url)).toMatchObject({ contact: { value: 'Jo Sample' }, email: { state: 'not_found' } });
  });

  test('a refusal of the newest one stands, whatever an older one would say', () => {
    show('field-classes');
    document.querySelector('.pod_service_ticket_company')!.append(Object.assign(document.createElement('input'), { className: 'cw_emailAddress', value: 'mallory@evil.example' }));
    expect(readTicket(document, url)).toMatchObject({ email: { state: 'differs' } });
  });
});
