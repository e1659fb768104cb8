// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest';
import { createPodPlacer } from '../../../utils/connectwise/place-pod';
import type { Reading } from '../../../utils/connectwise/reading';
import { addTicket } from '../../support/connectwise/markup';

const jo = { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' };
const onTicket: Reading = { kind: 'settling', number: '1234567' };
const elsewhere: Reading = { kind: 'not_ticket', why: 'other_screen' };
const pods = () => document.querySelectorAll<HTMLElement>('countersign-pod');
const box = (left: number, top: number, width: number, height: number) => () => new DOMRect(left, top, width, height);
let time = 0;
const create = () => createPodPlacer(document, 'about:blank', () => time);

beforeEach(() => {
  (window as unknown as { happyDOM: { settings: { enableIframePageLoading: boolean } } }).happyDOM.settings.enableIframePageLoading = true;
  document.body.innerHTML = '';
  addTicket(document, '1234567', jo);
});

test('the pod stands right below the company pod', () => {
  create().show(onTicket);
  expect(document.querySelector('.pod_service_ticket_company')!.nextElementSibling).toBe(pods()[0]);
});

test('the page cannot look into it', () => {
  create().show(onTicket);
  expect(pods()[0]!.shadowRoot).toBeNull();
  expect(pods()[0]!.innerHTML).toBe('');
});

test('there is one, however often the page is looked at, and it is not moved', () => {
  const placer = create();
  placer.show(onTicket);
  const [first] = pods();
  placer.show(onTicket);
  expect([...pods()]).toEqual([first]);
});

test('it goes with the ticket', () => {
  const placer = create();
  placer.show(onTicket);
  placer.show(elsewhere);
  expect(pods()).toHaveLength(0);
});

test('without a company pod it is a card that floats', () => {
  document.querySelector('.pod_service_ticket_company')!.remove();
  create().show(onTicket);
  expect(pods()[0]!.parentElement).toBe(document.body);
  expect(pods()[0]!.style).toMatchObject({ position: 'fixed', right: '16px', bottom: '16px' });
});

test('the card moves away from a toolbar that it would cover', () => {
  document.querySelector('.pod_service_ticket_company')!.remove();
  document.querySelector('.mm_toolbarHolder')!.getBoundingClientRect = box(500, 700, 500, 60);
  const prototype = HTMLElement.prototype;
  const original = prototype.getBoundingClientRect;
  prototype.getBoundingClientRect = function () {
    return this.localName === 'countersign-pod' && this.style.right ? new DOMRect(720, 690, 264, 56) : original.call(this);
  };
  try {
    create().show(onTicket);
  } finally {
    prototype.getBoundingClientRect = original;
  }
  expect(pods()[0]!.style).toMatchObject({ left: '16px', bottom: '16px' });
});

test('it follows when the company pod comes back', () => {
  const company = document.querySelector('.pod_service_ticket_company')!;
  const parent = company.parentElement!;
  company.remove();
  const placer = create();
  placer.show(onTicket);
  parent.append(company);
  placer.show(onTicket);
  expect([...pods()].map((pod) => pod.parentElement)).toEqual([parent]);
});

test('a page that keeps removing it sees it at most ten times a minute', () => {
  const placer = create();
  const removals = () => {
    placer.show(onTicket);
    const found = pods().length;
    for (const pod of pods()) pod.remove();
    return found;
  };
  const count = (times: number) => Array.from({ length: times }, removals).reduce((sum, found) => sum + found, 0);
  expect(count(50)).toBe(10);
  time += 59_000;
  expect(count(5)).toBe(0);
  time += 1_000;
  expect(count(50)).toBe(10);
});
