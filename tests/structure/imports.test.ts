import { expect, test } from 'vitest';
import { importsOf, isInside, list, parseImports } from './sources.ts';

const ours = ['contract', 'utils', 'components', 'entrypoints', 'service', 'scripts', 'tests'];
const isPackage = (name: string) => !isInside(name, ...ours);

type Rule = { who: string; files: string[]; may: (name: string) => boolean };

const pages = ['entrypoints/sidepanel/**/*.{ts,tsx}', 'entrypoints/pod/**/*.{ts,tsx}', 'entrypoints/options/**/*.{ts,tsx}'];
const rules: Rule[] = [
  { who: 'the contract imports only zod/mini and itself', files: ['contract/**/*.ts'], may: (name) => name === 'zod/mini' || isInside(name, 'contract') },
  {
    who: 'the workflow imports only the contract and itself, not even its own parser of stored states',
    files: ['utils/workflow/!(flow-schema).ts'],
    may: (name) => isInside(name, 'contract', 'utils/workflow') && name !== 'utils/workflow/flow-schema',
  },
  {
    who: 'the parser of stored states imports the contract, the workflow and zod/mini',
    files: ['utils/workflow/flow-schema.ts'],
    may: (name) => name === 'zod/mini' || isInside(name, 'contract', 'utils/workflow'),
  },
  { who: 'the reader of the ConnectWise page imports only itself', files: ['utils/connectwise/**/*.ts'], may: (name) => isInside(name, 'utils/connectwise') },
  { who: 'the pod imports only itself and the page reader', files: ['utils/pod/**/*.ts'], may: (name) => isInside(name, 'utils/pod', 'utils/connectwise') },
  {
    who: 'components import only Preact, the workflow, the contract and each other',
    files: ['components/**/*.{ts,tsx}'],
    may: (name) => isInside(name, 'preact', '@preact/signals', 'contract', 'utils/workflow', 'components'),
  },
  {
    who: 'the content script imports only the page reader, the pod, the message names and WXT',
    files: ['entrypoints/*.content.ts', 'entrypoints/*.content/**/*.ts'],
    may: (name) => isInside(name, 'utils/connectwise', 'utils/pod', 'utils/messages/names', 'utils/content', 'wxt'),
  },
  { who: 'panel, pod and options never reach the network themselves', files: pages, may: (name) => !isInside(name, 'utils/api', 'ky') },
  {
    who: 'the service imports the contract, packages and itself',
    files: ['service/src/**/*.ts'],
    may: (name) => isPackage(name) || isInside(name, 'contract', 'service/src'),
  },
  {
    who: 'the phone app imports the contract, Preact, what signs, what draws the QR code, and itself',
    files: ['service/selfserve/**/*.{ts,tsx}'],
    may: (name) => isInside(name, 'contract', 'service/selfserve', 'preact', 'dpop', 'jose', 'uqr', '@simplewebauthn/browser'),
  },
  {
    who: 'the extension never imports the service',
    files: ['contract/**/*.ts', 'utils/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'entrypoints/**/*.{ts,tsx}'],
    may: (name) => !isInside(name, 'service'),
  },
  {
    who: 'nobody imports entrypoints or tests',
    files: ['contract/**/*.ts', 'utils/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}', 'service/**/*.{ts,tsx}'],
    may: (name) => !isInside(name, 'entrypoints', 'tests'),
  },
  { who: 'entrypoints do not import tests', files: ['entrypoints/**/*.{ts,tsx}'], may: (name) => !isInside(name, 'tests') },
];

test.each(rules)('$who', ({ files, may }) => {
  const found = list(...files);
  expect(found, 'files that the rule is about').not.toEqual([]);
  const broken = found.flatMap((file) => importsOf(file).filter((name) => !may(name)).map((name) => `${file} imports ${name}`));
  expect(broken).toEqual([]);
});

test('the reader of imports sees every way to write one', () => {
  const text = "import a from 'one';\nimport { b,\n c } from \"two\";\nimport type { D } from 'three';\nimport 'four';\nexport * from 'five';\nexport { x } from 'six';\nconst e = await import('seven');";
  expect(parseImports(text)).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
});
