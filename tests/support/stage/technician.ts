import type { Page } from 'playwright';
import type { Stage } from './stage.ts';

export type ChannelWord = 'SMS' | 'Email';
export type MethodWord = 'Push' | ChannelWord;
export type ToggleWord = 'Send Verification Code' | 'Read a Number to the Caller';

/** A technician's hands on the real panel: every step waits for what a person would wait for. */
export async function openPanel(stage: Stage): Promise<Technician> {
  const panel = await stage.browser.openPanel(stage.page);
  return createTechnician(panel);
}

export type Technician = ReturnType<typeof createTechnician>;

export function createTechnician(panel: Page) {
  const button = (name: string) => panel.getByRole('button', { name, exact: true });
  return {
    panel,
    button,
    /** Resolves when the panel shows these words. */
    sees: (words: string | RegExp, timeout = 15_000) => panel.getByText(words).first().waitFor({ timeout }),
    choose: (method: MethodWord) => panel.getByRole('radio', { name: new RegExp(`^${method}`) }).check({ force: true }),
    press: (name: string) => button(name).click(),
    /** Says what is being asked for, as the panel calls it. */
    sayAction: (action: string) => panel.getByLabel(/^What is being asked for/).selectOption({ label: action }),
    turnOn: (toggle: ToggleWord) => panel.getByRole('switch', { name: toggle }).check({ force: true }),
    /** The six digits in the panel, once the message has been handed over. */
    async readCode(): Promise<string> {
      const digits = panel.locator('[data-code]');
      await digits.waitFor({ timeout: 15_000 });
      return ((await digits.textContent()) ?? '').replace(/\D/g, '');
    },
    /** The three digits to read to the caller. */
    async readNumber(): Promise<string> {
      const digits = panel.locator('[data-number]');
      await digits.waitFor({ timeout: 15_000 });
      return (await digits.innerText()).trim();
    },
    async typeCode(code: string): Promise<void> {
      await panel.getByRole('textbox', { name: /code/i }).fill(code);
      await button('CHECK').click();
    },
    words: () => panel.evaluate(() => document.body.innerText),
  };
}
