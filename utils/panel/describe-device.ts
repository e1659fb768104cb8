const browsers = [
  ['Edg/', 'Edge'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
] as const;
const systems = [
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const;

/** A name by which an administrator recognises this browser: `Edge on Windows`. */
export function describeDevice(userAgent: string): string {
  const find = (names: readonly (readonly [string, string])[], otherwise: string) => names.find(([mark]) => userAgent.includes(mark))?.[1] ?? otherwise;
  return `${find(browsers, 'Browser')} on ${find(systems, 'an unknown system')}`;
}
