import type { Stage } from '../../tests/support/stage/stage.ts';

/** One picture of several screens side by side, as somebody sees them who has all of them before them: each browser photographs itself alone. */
export async function takePictureSideBySide({ browser, page }: Stage, pictures: readonly Buffer[], file: string): Promise<void> {
  const sheet = await browser.context.newPage();
  const images = pictures.map((picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`);
  await sheet.setContent(`<body style="margin:0;display:inline-flex;gap:1px;background:#bcc5d0;align-items:start">${images.join('')}`);
  await sheet.locator('body').screenshot({ path: file });
  await sheet.close();
  await page.bringToFront();
}
