import lzma from 'lzma';

/** What ConnectWise writes after the `#` of its address. */
export type FragmentState = { pid: number; p: string; s: { p: Record<string, unknown> }; rnd: number };

/** Its dictionary has 512 kB: that is why every fragment starts with XQAAC. */
const mode = 3;

/** Packs a state as ConnectWise does: JSON, LZMA-alone, base64 with `$` for `+` and `_` for `/`, then the screen's name. */
export function packFragment(state: FragmentState): string {
  const packed = Buffer.from(lzma.compress(JSON.stringify(state), mode)).toString('base64');
  return `${packed.replaceAll('+', '$').replaceAll('/', '_')}??${state.p}`;
}

/** The state in a fragment that `packFragment` made. */
export function unpackFragment(fragment: string): FragmentState {
  const [packed = ''] = fragment.split('??');
  const bytes = Buffer.from(packed.replaceAll('$', '+').replaceAll('_', '/'), 'base64');
  return JSON.parse(String(lzma.decompress(bytes))) as FragmentState;
}
