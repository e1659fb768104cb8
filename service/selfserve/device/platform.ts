/** What the way to notifications depends on. */
export type Platform = 'ios' | 'android' | 'desktop';
/** What a browser says of the device: a part of `navigator`. */
type Device = { userAgent: string; maxTouchPoints: number };

/** iPadOS calls itself a Mac; only its fingers tell. */
export function readPlatform({ userAgent, maxTouchPoints }: Device): Platform {
  if (/iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes('Macintosh') && maxTouchPoints > 1)) return 'ios';
  return userAgent.includes('Android') ? 'android' : 'desktop';
}

const devices = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android phone'],
  ['Windows', 'Windows computer'],
  ['CrOS', 'Chromebook'],
  ['Macintosh', 'Mac'],
  ['Linux', 'Linux computer'],
] as const;

/** A name to begin with: `iPhone`, `Android phone`. */
export function namePhone(device: Device): string {
  const found = devices.find(([mark]) => device.userAgent.includes(mark))?.[1] ?? 'Phone';
  return found === 'Mac' && readPlatform(device) === 'ios' ? 'iPad' : found;
}
