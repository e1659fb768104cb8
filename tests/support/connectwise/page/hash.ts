import type { OpenOptions, ScreenName } from './api.ts';

/** ConnectWise's state in the fragment of the address, packed by the server. */
export type Fragments = { tickets: Record<string, string>; screens: Partial<Record<ScreenName, string>> };
export type Place = { number: string } | { screen: ScreenName };

/** Writes places into the address and reads them from it; `onPlace` is called when somebody else changed the fragment. */
export function createHash(fragments: Fragments, onPlace: (place: Place) => void) {
  const packed = (place: Place) => ('number' in place ? fragments.tickets[place.number] : fragments.screens[place.screen]);
  const places: Place[] = [
    ...Object.keys(fragments.tickets).map((number) => ({ number })),
    ...(Object.keys(fragments.screens) as ScreenName[]).map((screen) => ({ screen })),
  ];
  const current = () => places.find((place) => `#${packed(place)}` === location.hash);
  let written = '';

  function write(place: Place, how: OpenOptions['navigate'] = 'hash'): void {
    const fragment = packed(place);
    if (!fragment || how === 'none') return;
    written = `#${fragment}`;
    if (how === 'replace') history.replaceState(null, '', written);
    else location.hash = written;
  }

  window.addEventListener('hashchange', () => {
    const place = current();
    if (place && location.hash !== written) onPlace(place);
  });
  return { write, current };
}
