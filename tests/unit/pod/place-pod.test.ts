// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPodPlacer } from '../../../utils/pod/place-pod';
import type { PodMemory } from '../../../utils/pod/pod-memory';
import { podSelector } from '../../../utils/pod/pod-selector';
import type { Reading } from '../../../utils/connectwise/reading';
import { addTicket } from '../../support/connectwise/markup';

const jo = { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' };
const onTicket: Reading = { kind: 'settling', number: '1234567' };
const elsewhere: Reading = { kind: 'not_ticket', why: 'other_screen' };
const corner: PodMemory = { right: 16, bottom: 16, folded: false };
const pods = () => document.querySelectorAll<HTMLElement>(podSelector);
const pod = () => pods()[0]!;
const companyPod = () => document.querySelector<HTMLElement>('.pod_service_ticket_company')!;
const box = (element: Element, left: number, top: number, width: number, height: number) => {
  element.getBoundingClientRect = () => new DOMRect(left, top, width, height);
};
const remember = vi.fn();
const hide = vi.fn();
let time = 0;
let insides: ShadowRoot[] = [];
const inside = (selector: string) => insides.at(-1)!.querySelector<HTMLElement>(selector)!;
const create = (memory = corner) => createPodPlacer(document, { podUrl: 'about:blank', memory, remember, hide, now: () => time });

/** As a person does it, or as a page's script does. */
function happens(selector: string, type: string, { isTrusted = true, ...details }: { isTrusted?: boolean; [detail: string]: unknown } = {}): void {
  const event = new Event(type, { bubbles: true, cancelable: true });
  for (const [name, value] of Object.entries({ isTrusted, ...details })) Object.defineProperty(event, name, { value });
  inside(selector).dispatchEvent(event);
}

function drag(to: { clientX: number; clientY: number }, isTrusted = true): void {
  happens('.handle', 'pointerdown', { isTrusted, button: 0, pointerId: 1, clientX: 500, clientY: 500 });
  happens('.handle', 'pointermove', { isTrusted, ...to });
  happens('.handle', 'pointerup', { isTrusted, ...to });
  happens('.handle', 'click', { isTrusted });
}

beforeEach(() => {
  (window as unknown as { happyDOM: { settings: { enableIframePageLoading: boolean } } }).happyDOM.settings.enableIframePageLoading = true;
  document.body.innerHTML = '';
  addTicket(document, '1234567', jo);
  box(companyPod(), 20, 300, 320, 200);
  Object.defineProperty(document.documentElement, 'clientWidth', { value: 1024, configurable: true });
  Object.defineProperty(document.documentElement, 'clientHeight', { value: 768, configurable: true });
  insides = [];
  const attach = HTMLElement.prototype.attachShadow;
  vi.spyOn(HTMLElement.prototype, 'attachShadow').mockImplementation(function (this: HTMLElement, init) {
    const root = attach.call(this, init);
    insides.push(root);
    return root;
  });
  HTMLElement.prototype.setPointerCapture = () => {};
});
afterEach(() => {
  vi.restoreAllMocks();
  remember.mockClear();
  hide.mockClear();
});

test('the pod stands right below the company pod', () => {
  create().show(onTicket);
  expect(companyPod().nextElementSibling).toBe(pod());
});

test('the page cannot look into it', () => {
  create().show(onTicket);
  expect(pod().shadowRoot).toBeNull();
  expect(pod().innerHTML).toBe('');
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

test.each(['without a company pod', 'in a column that is too narrow', 'when the company pod is hidden'])('%s it is a card that floats', (why) => {
  if (why.startsWith('without')) companyPod().remove();
  else if (why.startsWith('in')) box(companyPod(), 20, 300, 199, 200);
  else companyPod().style.display = 'none';
  create().show(onTicket);
  expect(pod().parentElement).toBe(document.body);
  expect(pod().style).toMatchObject({ position: 'fixed', right: '16px', bottom: '16px', zIndex: '990' });
});

test('it goes back below the company pod when there is room again', () => {
  box(companyPod(), 20, 300, 120, 200);
  const placer = create();
  placer.show(onTicket);
  box(companyPod(), 20, 300, 200, 200);
  placer.show(onTicket);
  expect([...pods()].map((each) => each.previousElementSibling)).toEqual([companyPod()]);
});

test.each([
  ['rgb(255, 255, 255)', 'light'],
  ['rgb(27, 36, 44)', 'dark'],
  ['rgba(0, 0, 0, 0.1)', 'light'],
])('below a company pod on %s it is %s', (background, tone) => {
  companyPod().parentElement!.style.background = background;
  create().show(onTicket);
  expect(inside('iframe').getAttribute('src')).toBe(`about:blank#${tone}`);
});

test('it follows when the page turns dark', () => {
  const placer = create();
  placer.show(onTicket);
  document.body.style.background = 'rgb(16, 20, 24)';
  placer.show(onTicket);
  expect(pods()).toHaveLength(1);
  expect(inside('iframe').getAttribute('src')).toBe('about:blank#dark');
  document.body.style.background = '';
});

test('every control has a name for a screen reader and a tooltip, and one press hides it', () => {
  companyPod().remove();
  create().show(onTicket);
  for (const button of insides.at(-1)!.querySelectorAll('button')) expect(button.getAttribute('aria-label')).toBe(button.title);
  expect(inside('.hide').title).toBe('Hide until the browser restarts');
  happens('.hide', 'click');
  expect(hide).toHaveBeenCalledOnce();
});

test('below the company pod it can be hidden too, and cannot be moved', () => {
  create().show(onTicket);
  expect([...insides.at(-1)!.querySelectorAll('button')].map(({ className }) => className)).toEqual(['hide']);
});

test('what a script of the page makes up presses nothing and moves nothing', () => {
  companyPod().remove();
  create().show(onTicket);
  const before = pod().style.cssText;
  for (const name of ['.hide', '.fold', '.handle']) happens(name, 'click', { isTrusted: false });
  happens('.handle', 'keydown', { isTrusted: false, key: 'ArrowUp' });
  drag({ clientX: 300, clientY: 300 }, false);
  expect(pod().style.cssText).toBe(before);
  expect(hide).not.toHaveBeenCalled();
  expect(remember).not.toHaveBeenCalled();
});

test('the card is dragged to where it is wanted, and that is remembered once', () => {
  companyPod().remove();
  create().show(onTicket);
  drag({ clientX: 400, clientY: 350 });
  expect(pod().style).toMatchObject({ right: '116px', bottom: '166px' });
  expect(remember.mock.calls).toEqual([[{ right: 116, bottom: 166, folded: false }]]);
});

test('the arrow keys move it, and stop at the edge of the window', () => {
  companyPod().remove();
  create().show(onTicket);
  happens('.handle', 'keydown', { key: 'ArrowLeft' });
  happens('.handle', 'keydown', { key: 'ArrowUp' });
  expect(pod().style).toMatchObject({ right: '32px', bottom: '32px' });
  for (let times = 0; times < 5; times++) happens('.handle', 'keydown', { key: 'ArrowRight' });
  expect(pod().style.right).toBe('0px');
});

test('who cannot drag presses the handle for the next corner', () => {
  companyPod().remove();
  create().show(onTicket);
  const corners = Array.from({ length: 4 }, () => {
    happens('.handle', 'click');
    return [pod().style.right, pod().style.bottom];
  });
  expect(corners).toEqual([['736px', '16px'], ['736px', '696px'], ['16px', '696px'], ['16px', '16px']]);
});

test('folded it is a shield that unfolds with a press and not with a drag; both are remembered', () => {
  companyPod().remove();
  create().show(onTicket);
  happens('.fold', 'click');
  expect(pod().style).toMatchObject({ width: '40px', height: '40px' });
  drag({ clientX: 400, clientY: 350 });
  expect(pod().style).toMatchObject({ width: '40px', right: '116px' });
  expect(remember).toHaveBeenLastCalledWith({ right: 116, bottom: 166, folded: true });
  happens('.handle', 'click');
  expect(pod().style).toMatchObject({ width: '272px', right: '116px' });
  expect(remember).toHaveBeenLastCalledWith({ right: 116, bottom: 166, folded: false });
});

test('folded, it is hidden by a button on the side where the window has room for it', () => {
  companyPod().remove();
  const placer = create({ right: 500, bottom: 16, folded: true });
  placer.show(onTicket);
  const sides = [900, 959, 961, 984].map((right) => {
    placer.recall({ right, bottom: 16, folded: true });
    return inside('.hide').matches('.folded.edge .hide');
  });
  expect(sides).toEqual([false, false, true, true]);
  placer.recall({ right: 752, bottom: 16, folded: false });
  expect(inside('.hide').matches('.edge .hide')).toBe(false);
});

test('it stands where it was left, within a window that has become smaller, and back in a larger one', () => {
  companyPod().remove();
  create({ right: 700, bottom: 600, folded: false }).show(onTicket);
  expect(pod().style).toMatchObject({ right: '700px', bottom: '600px' });
  Object.defineProperty(document.documentElement, 'clientWidth', { value: 600, configurable: true });
  window.dispatchEvent(new Event('resize'));
  expect(pod().style).toMatchObject({ right: '328px', bottom: '600px' });
  Object.defineProperty(document.documentElement, 'clientWidth', { value: 1024, configurable: true });
  window.dispatchEvent(new Event('resize'));
  expect(pod().style.right).toBe('700px');
});

test('what was moved in another tab is moved here', () => {
  companyPod().remove();
  const placer = create();
  placer.show(onTicket);
  placer.recall({ right: 50, bottom: 60, folded: true });
  expect(pod().style).toMatchObject({ right: '50px', bottom: '60px', width: '40px' });
  expect(remember).not.toHaveBeenCalled();
});

test('it never lies over ConnectWise’s toolbar, neither at first nor after a move', () => {
  companyPod().remove();
  box(document.querySelector('.mm_toolbarHolder')!, 0, 700, 1024, 60);
  create().show(onTicket);
  expect(pod().style).toMatchObject({ right: '16px', bottom: '76px' });
  drag({ clientX: 400, clientY: 580 });
  expect(pod().style).toMatchObject({ right: '116px', bottom: '76px' });
  expect(remember).toHaveBeenLastCalledWith({ right: 116, bottom: 76, folded: false });
});

test('where the toolbar fills the window the buttons stay free, and where they fill it the card steps aside', () => {
  companyPod().remove();
  box(document.querySelector('.mm_toolbarHolder')!, 0, 0, 1024, 768);
  const save = document.querySelector('.cw_ToolbarButton_Save')!;
  box(save, 700, 700, 300, 60);
  const placer = create();
  placer.show(onTicket);
  expect(pod().style).toMatchObject({ display: 'block', right: '16px', bottom: '76px' });
  box(save, 0, 0, 1024, 768);
  placer.show(onTicket);
  expect(pod().style.display).toBe('none');
});

test('looking again changes nothing of the page: its observer would look again without end', async () => {
  companyPod().remove();
  const placer = create();
  placer.show(onTicket);
  const changes = vi.fn();
  const observer = new MutationObserver(changes);
  observer.observe(document, { childList: true, subtree: true, attributes: true });
  placer.show(onTicket);
  placer.show(onTicket);
  await new Promise((resolve) => setTimeout(resolve, 20));
  observer.disconnect();
  expect(changes).not.toHaveBeenCalled();
});

test('who goes through twelve tickets in a minute sees it on every one', () => {
  const placer = create();
  const shown = Array.from({ length: 12 }, (_, index) => {
    if (index % 2) placer.show(elsewhere);
    for (const left of pods()) left.remove(); // with the screen of the ticket before
    placer.show({ kind: 'settling', number: String(1_000_000 + index) });
    time += 5000;
    return pods().length;
  });
  expect(shown).toEqual(Array(12).fill(1));
});

test('a page that turns light and dark without end does not get a new one each time', () => {
  const placer = create();
  const { body } = document;
  const made = Array.from({ length: 50 }, (_, index) => {
    body.style.background = index % 2 ? 'rgb(16, 20, 24)' : 'rgb(255, 255, 255)';
    placer.show(onTicket);
    return pod();
  });
  body.style.background = '';
  expect(new Set(made).size).toBe(11);
});

test('a page that keeps removing it sees it come back at most ten times a minute', () => {
  const placer = create();
  const removals = () => {
    placer.show(onTicket);
    const found = pods().length;
    for (const each of pods()) each.remove();
    return found;
  };
  const count = (times: number) => Array.from({ length: times }, removals).reduce((sum, found) => sum + found, 0);
  expect(count(50)).toBe(11);
  time += 59_000;
  expect(count(5)).toBe(0);
  time += 1_000;
  expect(count(50)).toBe(10);
});
