import { openChromiumStage } from './chromium-stage.ts';
import { openFirefoxStage } from './firefox-stage.ts';

/** For `describe.each`: the browsers in which the extension is walked through. */
export const browsers = [
  { browser: 'Chromium', panel: 'side panel', openStage: openChromiumStage },
  { browser: 'Firefox', panel: 'sidebar', openStage: openFirefoxStage },
] as const;
