import { findBarriers } from '../browsers/firefox-axe.ts';
import { exactly } from '../browsers/firefox-find.ts';
import type { Sidebar } from '../browsers/firefox-sidebar.ts';
import { poll } from '../browsers/poll.ts';
import type { PanelHands } from './browser-stage.ts';

/** A technician's hands on the real sidebar of Firefox. */
export function createFirefoxTechnician(sidebar: Sidebar): PanelHands {
  const { evaluate } = sidebar;
  const digitsOf = (selector: string) => poll(`${selector} in the sidebar`, () => evaluate((wanted) => (document.querySelector(wanted)?.textContent ?? '').replace(/\D/g, ''), selector));
  const has = (name: string) => evaluate((wanted) => [...document.querySelectorAll('button')].some((each) => each.innerText.trim() === wanted), name);
  return {
    evaluate,
    sees: (words, timeoutMs) => sidebar.sees(typeof words === 'string' ? new RegExp(exactly(words).source.slice(1, -1), 'i') : words, timeoutMs),
    offers: (name) => poll(`the button "${name}" in the sidebar`, () => has(name)),
    has,
    choose: (method) => sidebar.turnOn('radio', new RegExp(`^${method}`)),
    isOff: (method) => evaluate((wanted) => [...document.querySelectorAll<HTMLInputElement>('input[type="radio"]')].some((each) => each.disabled && each.labels?.[0]?.innerText.startsWith(wanted)), method),
    press: sidebar.click,
    sayAction: (action) => poll(`the action "${action}"`, () => evaluate(selectAction, action)),
    turnOn: (toggle) => sidebar.turnOn('switch', exactly(toggle)),
    readCode: () => digitsOf('[data-code]'),
    readNumber: () => digitsOf('[data-number]'),
    typeCode: async (code) => {
      await poll('the field for the code', () => evaluate(typeIntoCode, code));
      await sidebar.click('CHECK');
    },
    fill: (label, text) => poll(`the field ${label.source}`, () => evaluate(fillField, { label: label.source, text })),
    words: () => evaluate(() => document.body.innerText),
    findBarriers: () => findBarriers(evaluate),
  };
}

/** Runs in the panel. */
function selectAction(action: string): boolean {
  const select = document.querySelector<HTMLSelectElement>('select#action');
  const option = [...(select?.options ?? [])].find((each) => each.label === action);
  if (!select || !option) return false;
  select.value = option.value;
  select.dispatchEvent(new Event('input', { bubbles: true }));
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

/** Runs in the panel. */
function typeIntoCode(code: string): boolean {
  const field = document.querySelector<HTMLInputElement>('input#code');
  if (!field || field.disabled) return false;
  field.focus();
  field.value = code;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}

/** Runs in the panel. */
function fillField({ label, text }: { label: string; text: string }): boolean {
  const found = [...document.querySelectorAll('label')].find((each) => new RegExp(label).test(each.innerText));
  const field = found?.control as HTMLInputElement | HTMLTextAreaElement | null | undefined;
  if (!field || field.disabled) return false;
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  return true;
}
