import type { Stage } from '../../tests/support/stage/stage.ts';
import type { Technician } from '../../tests/support/stage/technician.ts';

/** A picture of ticket page and panel side by side, as the technician sees them: the browser itself photographs only one at a time. */
export async function takePictureOfBoth(stage: Stage, technician: Technician, file: string): Promise<void> {
  const pictures = [await stage.page.screenshot(), await technician.panel.screenshot()];
  const sheet = await stage.browser.context.newPage();
  const images = pictures.map((picture) => `<img src="data:image/png;base64,${picture.toString('base64')}">`);
  await sheet.setContent(`<body style="margin:0;display:inline-flex;gap:1px;background:#bcc5d0;align-items:start">${images.join('')}`);
  await sheet.locator('body').screenshot({ path: file });
  await sheet.close();
  await stage.page.bringToFront();
}
