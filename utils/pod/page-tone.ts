export type Tone = 'light' | 'dark';

/** Whether the page is light or dark around `element`: by the first background that is painted there. The system's scheme does not say what ConnectWise shows. */
export function toneAround(element: Element): Tone {
  const view = element.ownerDocument.defaultView;
  for (let at: Element | null = element; at && view; at = at.parentElement) {
    const brightness = brightnessOf(view.getComputedStyle(at).backgroundColor);
    if (brightness !== undefined) return brightness < 0.5 ? 'dark' : 'light';
  }
  return 'light';
}

/** From 0 to 1; undefined for what lets through what lies behind it. */
function brightnessOf(color: string): number | undefined {
  const [red, green, blue, opacity = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  if (!color.startsWith('rgb') || red === undefined || green === undefined || blue === undefined || opacity < 0.5) return undefined;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
