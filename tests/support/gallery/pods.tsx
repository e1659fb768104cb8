import { render } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PodStatusWord } from '../../../components/pod/Pod';
import type { Tone } from '../../../utils/pod/page-tone';
import { createPodElement } from '../../../utils/pod/pod-element';

/** The pod with the buttons that the content script puts around it, below a company pod and as a card, on a page that is `#light` or `#dark`. */
const tone: Tone = location.hash === '#dark' ? 'dark' : 'light';
const statuses: PodStatusWord[] = ['none', 'waiting', 'verified', 'not_verified'];
const presses = { move() {}, press() {}, fold() {}, hide() {} };
const page = { light: { background: '#eef1f4', color: '#24313d' }, dark: { background: '#141b22', color: '#dbe4ec' } }[tone];
const header = { light: { background: '#e5ecf3', color: '#14304f' }, dark: { background: '#2a3743', color: '#dbe4ec' } }[tone];

function Place({ status, width, folded = false }: { status: PodStatusWord; width?: number; folded?: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const pod = createPodElement(document, { podUrl: `pod-frame.html?${status}`, isCard: width === undefined, tone }, presses);
    if (width === undefined) pod.put({ right: 0, bottom: 0 }, folded);
    place.current?.append(pod.host);
  }, []);
  // A transformed parent holds what is fixed.
  const size = width === undefined ? { width: '280px', height: folded ? '48px' : '64px', transform: 'none', contain: 'layout', position: 'relative' as const } : { width: `${width}px` };
  return <div ref={place} style={size}>{width !== undefined && <div style={{ ...header, padding: '7px 12px', fontWeight: 600 }}>Company: Acme</div>}</div>;
}

function Pods() {
  return (
    <main style={{ display: 'grid', gap: '12px', gridTemplateColumns: '210px 330px 1fr', padding: '12px', font: "13px/1.4 'Segoe UI', system-ui, sans-serif" }}>
      <h1 style={{ gridColumn: 'span 3', font: 'inherit', margin: 0 }}>The pod on a {tone} page</h1>
      {statuses.map((status) => [<Place key={`${status}200`} status={status} width={200} />, <Place key={`${status}320`} status={status} width={320} />, <span key={`${status}0`} />])}
      <div style={{ gridColumn: 'span 3', display: 'grid', gap: '12px', gridTemplateColumns: '290px 1fr' }}>
        {statuses.map((status) => [<Place key={status} status={status} />, <Place key={`${status}f`} status={status} folded />])}
      </div>
    </main>
  );
}

Object.assign(document.body.style, { margin: 0, ...page });
const root = document.getElementById('root');
if (root) render(<Pods />, root);
