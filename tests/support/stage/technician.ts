import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from 'playwright';
import { evaluateIn } from '../browsers/chromium.ts';
import type { PanelHands } from './browser-stage.ts';
import type { Stage } from './stage.ts';

export type ChannelWord = 'SMS' | 'Email';
export type MethodWord = 'Push' | ChannelWord;
export type ToggleWord = 'Send Verification Code' | 'Read a Number to the Caller';

/** A technician's hands on the real panel: every step waits for what a person would wait for. */
export async function openPanel(stage: Stage): Promise<Technician> {
  const panel = await stage.browser.openPanel(stage.page);
  return createTechnician(panel);
}

/** In Chromium the panel is also there as Playwright's page. */
export type Technician = PanelHands & { panel: Page; button(name: string): Locator };

/** A technician's hands on the side panel of Chromium. */
export function createTechnician(panel: Page): Technician {
  const button = (name: string) => panel.getByRole('button', { name, exact: true });
  const radio = (method: string) => panel.getByRole('radio', { name: new RegExp(`^${method}`) });
  return {
    panel,
    button,
    evaluate: (fn, arg) => evaluateIn(panel, fn, arg),
    sees: (words, timeout = 15_000) => panel.getByText(words).first().waitFor({ timeout }),
    offers: (name) => button(name).waitFor({ timeout: 15_000 }),
    has: async (name) => (await button(name).count()) > 0,
    choose: (method) => radio(method).check({ force: true }),
    isOff: (method) => radio(method).isDisabled(),
    press: (name) => button(name).click(),
    sayAction: (action) => panel.getByLabel(/^What is being asked for/).selectOption({ label: action }),
    turnOn: (toggle) => panel.getByRole('switch', { name: toggle }).check({ force: true }),
    async readCode() {
      const digits = panel.locator('[data-code]');
      await digits.waitFor({ timeout: 15_000 });
      return ((await digits.textContent()) ?? '').replace(/\D/g, '');
    },
    async readNumber() {
      const digits = panel.locator('[data-number]');
      await digits.waitFor({ timeout: 15_000 });
      return (await digits.innerText()).trim();
    },
    async typeCode(code) {
      await panel.getByRole('textbox', { name: /code/i }).fill(code);
      await button('CHECK').click();
    },
    fill: (label, text) => panel.getByLabel(label).fill(text),
    words: () => panel.evaluate(() => document.body.innerText),
    async findBarriers() {
      const { violations } = await new AxeBuilder({ page: panel }).setLegacyMode().analyze();
      return violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`);
    },
  };
}
