// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { livePush, localNow, of, serviceNow } from '../../support/gallery/samples';
import { pageText, showPanel } from './show-panel';

const heading = () => screen.getByRole('heading', { level: 1 });
const announced = () => heading().closest('[role="status"]')?.textContent;
const timer = () => screen.getByRole('timer').textContent;

afterEach(cleanup);

describe('waiting for the phone', () => {
  test('counts down from one minute by the service’s clock', () => {
    const sent = of(livePush({ expiresAt: serviceNow + 60_000 }));
    const { again } = showPanel(sent);
    expect(timer()).toBe('1:00 left');
    again(sent, localNow + 16_000);
    expect(timer()).toBe('0:44 left');
  });

  test.each<[string, Parameters<typeof livePush>[0], string]>([
    ['queued', { delivery: { state: 'queued', reason: null } }, 'The push is waiting to leave'],
    ['handed over', {}, 'Handed to the push service. Arrival not confirmed'],
    ['fetched by the phone', { delivery: { state: 'delivered', reason: null } }, 'The phone has it'],
    ['maybe sent', { delivery: { state: 'maybe_sent', reason: 'timeout' } }, 'Ask the caller whether it arrived; otherwise send again.'],
    ['busy', { delivery: { state: 'queued', reason: 'busy' } }, 'It is tried again by itself. CANCEL to use another method.'],
  ])('%s: says how far the push got, and no further', (_title, changes, words) => {
    showPanel(of(livePush(changes)));
    expect(pageText()).toContain(words);
  });

  test('a code that were there already is not shown before the phone has answered', () => {
    showPanel(of(livePush({ codeCheck: 'compare', code: '493201' })));
    expect(pageText().replace(/\s/g, '')).not.toContain('493201');
    expect(screen.queryByRole('textbox')).toBeNull();
  });
});

describe('the number read to the caller', () => {
  test('stands there big, with what to do and the tries left', () => {
    const { container } = showPanel('push and number');
    expect(container.querySelector('[data-number]')?.textContent).toBe('384');
    expect(pageText()).toContain('Read this number to the caller; they type it on the phone.');
    expect(pageText()).toContain('3 tries left.');
  });

  test('typed wrong is announced', () => {
    const { again } = showPanel('push and number');
    const status = screen.getByText('3 tries left.');
    again('push and number, wrong once');
    expect(status.getAttribute('role')).toBe('status');
    expect(status.textContent).toBe('2 tries left. They typed a wrong number: read it to them again.');
  });

  test('is not shown to anybody else, even if it were there', () => {
    showPanel(of(livePush({ codeCheck: 'number', number: '384', yours: false })));
    expect(pageText()).not.toContain('384');
  });
});

describe('Approve on the phone', () => {
  test('puts a check mark above "Waiting for approval" and announces it, and the heading takes the focus', () => {
    const { again, container } = showPanel('push and code, waiting');
    expect(container.querySelector('.done')).toBeNull();
    again('push and code, compare');
    expect(container.querySelector('.done svg')?.compareDocumentPosition(heading())).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
    expect(heading().textContent).toBe('Waiting for approval');
    expect(announced()).toContain('Approved on the phone. Ask the caller to read their code.');
    expect(document.activeElement).toBe(heading());
  });

  test('shows the six digits, with three minutes of their own', () => {
    const { container, again } = showPanel('push and code, waiting');
    again('push and code, compare');
    expect(container.querySelector('[data-code]')?.textContent).toBe('493 201');
    expect(timer()).toBe('2:52 left');
    expect(pageText()).toContain('The phone has answered');
    expect(pageText()).not.toContain('open the app');
  });

  test('by policy leaves the digits to be typed', () => {
    const { intents } = showPanel('push and code, typed');
    fireEvent.input(screen.getByRole('textbox', { name: 'Code the caller reads' }), { target: { value: '493201' } });
    fireEvent.click(screen.getByRole('button', { name: 'CHECK' }));
    expect(intents()).toEqual([{ name: 'try_code', code: '493201' }]);
    expect(screen.queryByRole('button', { name: 'APPROVE' })).toBeNull();
  });
});

test('while another technician waits for a phone, only that is said', () => {
  showPanel('push, not yours');
  expect(pageText()).toContain('By Push. Only Sam can go on with it. The outcome will appear here.');
});
