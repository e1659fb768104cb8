import { fileURLToPath } from 'node:url';
import { preact } from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { cloudMatches } from './utils/connectwise/hosts';

const pagesPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  // The service is self-hosted anywhere; plain HTTP only on this machine, for development and tests.
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const anySite = 'https://*/*';

export default defineConfig({
  srcDir: '.',
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/webextension-polyfill'],
  vite: () => ({ plugins: [preact({ devToolsEnabled: false })] }),
  manifest: ({ browser }) => ({
    name: 'Countersign',
    description: 'Prove in one minute, from a ConnectWise ticket, that a caller is who they say.',
    permissions: ['storage', 'alarms', 'scripting', ...(browser === 'firefox' ? [] : ['sidePanel'])],
    host_permissions: cloudMatches,
    // For ConnectWise servers of one's own: never asked for as a whole, only one address at a time, by a click in the options.
    optional_host_permissions: [anySite],
    // Not a letter of Firefox's menus (Alt+Shift+V opens View there), nor one that Alt+Shift types on a Mac.
    commands: { [browser === 'firefox' ? '_execute_sidebar_action' : '_execute_action']: { suggested_key: { default: 'Alt+Shift+K' }, description: 'Open Countersign beside the ticket' } },
    content_security_policy: { extension_pages: pagesPolicy },
    // No popup: a click opens the panel.
    action: { default_title: 'Countersign' },
    web_accessible_resources: [{ resources: ['pod.html'], matches: [anySite], ...(browser === 'firefox' ? {} : { use_dynamic_url: true }) }],
    ...(browser === 'firefox' ? firefoxOnly : { minimum_chrome_version: '126' }),
  }),
  hooks: {
    // What runs in every ConnectWise page is small: see docs/decisions/0016.
    'vite:build:extendConfig': (entries, config) => {
      if (entries.some(({ type }) => type !== 'content-script')) return;
      const ours = (name: string) => fileURLToPath(new URL(`utils/content/${name}.ts`, import.meta.url));
      const alias = config.resolve?.alias as Record<string, string>;
      config.resolve = { ...config.resolve, alias: { ...alias, 'wxt/browser': ours('browser'), 'wxt/utils/content-script-context': ours('context') } };
    },
    'build:manifestGenerated': (_wxt, manifest) => {
      if (manifest.sidebar_action) Object.assign(manifest.sidebar_action, { open_at_install: false });
    },
  },
  zip: { excludeSources: ['service/**', 'demo-output/**', 'test-output/**', 'data/**'] },
});

const firefoxOnly = {
  browser_specific_settings: {
    gecko: {
      id: 'countersign@countersign.example',
      // The first version that knows data_collection_permissions.
      strict_min_version: '140.0',
      data_collection_permissions: { required: ['personallyIdentifyingInfo', 'authenticationInfo'] },
    },
  },
};
