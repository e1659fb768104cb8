/**
 * Ways in which an element stands in the page: the styles of two boxes around it, and whether a person sees it. `by scrolling`:
 * where nothing around cuts it off, or stands fixed in the window. `veiled`: nobody sees it, and the reader cannot tell.
 */
export type Look = { outer: string; inner?: string; attribute?: string; scrolled?: boolean; fixed?: boolean; cover?: boolean; seen: boolean | 'by scrolling' | 'veiled' };

const seen = (outer: string, more: Partial<Look> = {}): Look => ({ outer, seen: true, ...more });
const unseen = (outer: string, more: Partial<Look> = {}): Look => ({ outer, seen: false, ...more });

/** A person sees these; the first is the plain one. */
export const harmless: readonly [Look, ...Look[]] = [
  seen(''),
  seen('opacity:.9'),
  seen('position:relative;left:5px'),
  seen('position:absolute;left:300px;top:20px'),
  seen('position:fixed;left:10px;top:10px', { fixed: true }),
  seen('transform:translate(10px,10px)'),
  seen('overflow:auto;height:40px'),
  seen('overflow:auto;height:40px', { scrolled: true }),
  seen('height:0;overflow:visible'),
  seen('width:0;height:0;overflow:hidden', { inner: 'position:absolute;left:10px;top:10px' }),
  seen('visibility:hidden', { inner: 'visibility:visible' }),
  seen('display:block', { attribute: 'hidden' }),
  seen('clip-path:inset(0)'),
  seen('overflow:hidden'),
  seen('clip-path:inset(0 10% 0 5px)'),
  seen('clip-path:circle(5000px)'),
  seen('clip-path:polygon(0 0,100% 0,100% 100%,0 100%)'),
  seen('clip:rect(0,0,0,0)'), // for what is positioned only
  seen('position:absolute;left:300px;top:20px;clip:rect(0,600px,600px,0)'),
  seen('position:absolute;left:300px;top:20px;clip:rect(0,auto,auto,0)'),
  seen('mask:linear-gradient(#000,#000)'),
  seen('mask:linear-gradient(rgba(0,0,0,.9),transparent 1000%)'),
  seen('backface-visibility:hidden'),
  seen('backface-visibility:hidden;transform:rotateY(10deg)'),
  seen('contain:content'),
  seen('will-change:transform'),
  seen('width:0;height:0;overflow:hidden', { inner: 'position:fixed;left:10px;top:10px', fixed: true }),
  seen('display:contents;overflow:hidden'),
  { outer: 'position:absolute;left:1700px;top:0', seen: 'by scrolling' },
  { outer: 'position:absolute;left:0;top:2500px', seen: 'by scrolling' },
];

const veiledBy = (outer: string, more: Partial<Look> = {}): Look => ({ outer, seen: 'veiled', ...more });

/** Nobody sees these either, but the reader knows no better: it takes them for visible, and must still name nobody else. */
export const veiled: readonly Look[] = [
  veiledBy('position:relative', { cover: true }),
  veiledBy('clip-path:polygon(0 0,0 0,0 0)'),
  veiledBy("clip-path:path('M0 0')"),
  veiledBy('mask:linear-gradient(transparent,transparent)'),
  veiledBy('color:transparent'),
  veiledBy('-webkit-text-fill-color:transparent'),
  veiledBy('text-indent:-9999px'),
];

/** Nobody sees these. */
export const concealed: readonly Look[] = [
  unseen('display:none'),
  unseen('', { attribute: 'hidden' }),
  unseen('visibility:hidden'),
  unseen('opacity:0'),
  unseen('opacity:.01'),
  unseen('opacity:.2', { inner: 'opacity:.1' }),
  unseen('filter:opacity(0)'),
  unseen('content-visibility:hidden'),
  unseen('position:absolute;left:-10000px;top:0'),
  unseen('position:absolute;left:-3000px;top:0'),
  unseen('position:absolute;left:0;top:-9999px'),
  unseen('position:fixed;left:-9000px;top:0'),
  unseen('position:fixed;left:0;top:-9000px'),
  unseen('transform:translateX(-20000px)'),
  unseen('transform:scale(0)'),
  unseen('clip-path:inset(100%)'),
  unseen('clip-path:inset(50%)'),
  unseen('clip-path:circle(0)'),
  unseen('clip-path:circle(0 at 10px 10px)'),
  unseen('clip-path:ellipse(0 50%)'),
  unseen('clip-path:inset(0 100% 0 0)'),
  unseen('clip-path:inset(0 0 100%)'),
  unseen('clip-path:inset(0 40% 0 60% round 4px)'),
  unseen('clip-path:inset(0 0 0 9000px)'),
  unseen('clip-path:inset(0);height:0'),
  unseen('position:absolute;left:300px;top:20px;clip:rect(0,0,0,0)'),
  unseen('position:absolute;left:300px;top:20px;clip:rect(0,9000px,0,0)'),
  unseen('position:fixed;left:10px;top:10px;clip:rect(1px,1px,1px,1px)', { fixed: true }),
  unseen('transform:rotateY(90deg)'),
  unseen('contain:paint;height:0', { inner: 'position:absolute;left:10px;top:10px' }),
  ...['contain:strict', 'contain:content', 'contain:layout', 'will-change:transform', 'perspective:100px', 'backdrop-filter:blur(1px)', 'translate:1px', 'scale:.9', 'will-change:filter'].flatMap((holds) =>
    ['fixed', 'absolute'].map((position) => unseen(`${holds};width:0;height:0;overflow:hidden`, { inner: `position:${position};left:10px;top:10px` })),
  ),
  unseen('width:0;height:0;overflow:hidden'),
  unseen('height:0;overflow:hidden'),
  unseen('height:0;overflow:clip'),
  unseen('max-height:1px;overflow:hidden'),
  unseen('position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)'),
  unseen('width:50px;height:50px;overflow:hidden', { inner: 'position:relative;left:9000px' }),
  unseen('position:relative;width:50px;height:50px;overflow:hidden', { inner: 'position:absolute;top:60px' }),
  unseen('width:50px;height:50px;overflow:auto', { inner: 'position:relative;left:-9000px;width:40px' }),
];
