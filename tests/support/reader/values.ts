/** What a page can hold in its fields. Known to be good or bad by how it was made, not by asking the code under test. */

/** Counts each script or handler in a value that somebody executed. */
export const canary = 'countersignCanary';

const markup = [
  `<img src=x onerror="${canary}++">`,
  `"><script>${canary}++</script>`,
  `<svg onload="${canary}++">`,
  `javascript:${canary}++`,
  `<input class="cw_contact" value="x" autofocus onfocus="${canary}++">`,
];

/** Any of them is a name that a contact may have, and is shown as text. */
export const goodNames: readonly string[] = ['Jo Sample', 'Sam Other', 'Zoë Ångström', '山田太郎', 'Service Ticket #1 - x', "O'Neil & Sons <IT>", 'jo@acme.example', ...markup];

export const hostileNames: readonly string[] = [
  'Jo\u202Eelpmas',
  '\u2066Jo\u2069',
  'Jo\0Sample',
  'Jo \ud800',
  'n'.repeat(201),
  'n'.repeat(10_000),
];

/** Each number has its own good address, so that one read in another's place is noticed. */
export const makeAddress = (number: number): string => `person.${number}@company-${number % 7}.example`;

const good = makeAddress(4711);
/** None of them is one bare address. */
export const hostileAddresses: readonly string[] = [
  ...markup,
  `Jo <${good}>`,
  `<${good}>`,
  `${good},${makeAddress(1)}`,
  `${good}; ${makeAddress(1)}`,
  `${good} ${makeAddress(1)}`,
  `${good}${good}`,
  `${good}\u0000`,
  `\u202E${good}`,
  `\uFEFF${good}`,
  `${good}\u200B`,
  `${good}\u00A0`,
  good.replace('person', 'pers\u043En'),
  good.replace('person', 'pers\u200Don'),
  good.replace('@', '@@'),
  `mailto:${good}`,
  `${good}.`,
  `${'a'.repeat(10_000)}@acme.example`,
  'not an address',
];

/** Good only if nothing of it is cut: no field of ConnectWise is that long. */
export const paddedAddress = `${' '.repeat(1000 - good.length)}${good}.evil.example`;
